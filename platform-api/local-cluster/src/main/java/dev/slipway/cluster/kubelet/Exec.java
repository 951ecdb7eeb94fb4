package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Runs a command beside a container: same variables, same directory.
 */
final class Exec {

	private static final int MAX_OUTPUT = 1024;

	private Exec() {
	}

	static ProbeResult run(LaunchPlan plan, JsonNode command, Duration timeout) {
		List<String> argv = new ArrayList<>();
		command.forEach((word) -> argv.add(word.asText()));
		Path output = null;
		try {
			output = Files.createTempFile("slipway-exec", ".out");
			ProcessBuilder builder = new ProcessBuilder(argv).directory(plan.directory().toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().clear();
			builder.environment().putAll(plan.env());
			Process process = builder.start();
			if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly();
				return ProbeResult.failure("command timed out after " + timeout.toSeconds() + "s");
			}
			return (process.exitValue() == 0) ? ProbeResult.SUCCESS : ProbeResult.failure(text(output));
		}
		catch (IOException ex) {
			return ProbeResult.failure(String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ProbeResult.failure("the platform stops");
		}
		finally {
			delete(output);
		}
	}

	private static String text(Path output) throws IOException {
		String text = new String(Files.readAllBytes(output), java.nio.charset.StandardCharsets.UTF_8);
		return (text.length() > MAX_OUTPUT) ? text.substring(0, MAX_OUTPUT) : text;
	}

	private static void delete(@org.jspecify.annotations.Nullable Path file) {
		try {
			if (file != null) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			file.toFile().deleteOnExit();
		}
	}

}
