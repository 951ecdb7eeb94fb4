package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Stops the platform and what it started. */
final class Down {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private Down() {
	}

	static void run(Options options) throws IOException, InterruptedException {
		Optional<ProcessHandle> platform = platform(options.state());
		if (platform.isEmpty()) {
			System.err.println("The platform does not run in " + options.state() + ".");
		}
		else {
			stop(options, platform.get());
		}
	}

	private static void stop(Options options, ProcessHandle process) throws IOException, InterruptedException {
		String pods = options.has("--keep-pods") ? "keep" : "stop";
		Platform.local(options).post("/platform/shutdown?pods=" + pods, JsonNodeFactory.instance.objectNode());
		Instant end = Instant.now().plus(PATIENCE);
		while (process.isAlive() && Instant.now().isBefore(end)) {
			Thread.sleep(100);
		}
		if (process.isAlive()) {
			throw new CommandFailed("The platform (pid " + process.pid() + ") did not stop within "
					+ PATIENCE.toSeconds() + " s; see " + options.state().resolve("platform.log"));
		}
		System.err.println("Stopped the platform" + (pods.equals("stop") ? " and every pod." : "; its pods run on."));
	}

	private static Optional<ProcessHandle> platform(Path state) throws IOException {
		Path file = state.resolve("platform.pid");
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).filter(ProcessHandle::isAlive);
	}

}
