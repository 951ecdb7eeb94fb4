package dev.slipway.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Takes possession of the state directory before anything is opened in it: it can be
 * written and no other platform lives in it. {@code platform.pid} names the process,
 * {@code ready} is there while it serves.
 */
class StateDirectory implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Path state = Path.of(context.getEnvironment().getProperty("slipway.state", ".slipway")).toAbsolutePath();
		take(state);
		Path ready = state.resolve("ready");
		context.addApplicationListener((ApplicationListener<ApplicationReadyEvent>) (event) -> mark(ready));
		context.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> unmark(ready));
	}

	static void take(Path state) {
		Path pid = state.resolve("platform.pid");
		long self = ProcessHandle.current().pid();
		try {
			Files.createDirectories(state);
			Optional<Long> other = owner(pid).filter((owner) -> owner != self);
			if (other.isPresent()) {
				throw new UnusableState(state, "Another platform (pid " + other.get() + ") runs in " + state,
						"Use the one that runs, stop it with './slipway down', or choose another directory with"
								+ " --state DIR.",
						null);
			}
			Files.writeString(pid, self + "\n");
			Files.deleteIfExists(state.resolve("ready"));
			pid.toFile().deleteOnExit();
		}
		catch (IOException ex) {
			throw new UnusableState(state, "The state directory " + state + " cannot be written: " + ex,
					"Mend its permissions, free some space, or choose another directory with --state DIR.", ex);
		}
	}

	private static Optional<Long> owner(Path pid) throws IOException {
		if (!Files.exists(pid)) {
			return Optional.empty();
		}
		String text = Files.readString(pid).trim();
		return text.matches("\\d{1,9}")
				? ProcessHandle.of(Long.parseLong(text)).filter(StateDirectory::isPlatform).map(ProcessHandle::pid)
				: Optional.empty();
	}

	/** After a crash the number may belong to an unrelated process. */
	private static boolean isPlatform(ProcessHandle process) {
		return process.isAlive() && process.info().commandLine().map((line) -> line.contains("slipway")).orElse(true);
	}

	private static void mark(Path ready) {
		try {
			Files.writeString(ready, "");
			ready.toFile().deleteOnExit();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot write " + ready, ex);
		}
	}

	private static void unmark(Path ready) {
		try {
			Files.deleteIfExists(ready);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot remove " + ready, ex);
		}
	}

}
