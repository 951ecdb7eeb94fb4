package dev.slipway.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Runs the real kubectl, the first on the PATH, against a cluster. */
public record Kubectl(Path kubeconfig) {

	/** The first that reads OpenAPI version 3; the server has no other. */
	private static final int READS_OPENAPI_3 = 27;

	/** Whether there is one. */
	public static boolean available() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "kubectl")));
	}

	/**
	 * Whether it knows only OpenAPI version 2, as Debian 12's 1.20 does: then it can
	 * neither explain nor diff, and must be told not to check what it applies.
	 */
	public static boolean old() throws IOException {
		Process process = new ProcessBuilder("kubectl", "version", "--client", "-o", "json").start();
		process.getOutputStream().close();
		String minor = new ObjectMapper().readTree(process.getInputStream()).at("/clientVersion/minor").asText();
		return Integer.parseInt(minor.replaceAll("[^0-9]", "")) < READS_OPENAPI_3;
	}

	/** Runs a command; what it says on both streams is the answer. */
	Answer run(String... arguments) throws IOException, InterruptedException {
		return start("", arguments).await();
	}

	/** Runs a command that must succeed. */
	String ok(String... arguments) throws IOException, InterruptedException {
		Answer answer = run(arguments);
		if (answer.code() != 0) {
			throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + answer.text());
		}
		return answer.text();
	}

	String apply(String yaml) throws IOException, InterruptedException {
		Answer answer = (old() ? start("---\n" + yaml, "apply", "--validate=false", "-f", "-")
				: start("---\n" + yaml, "apply", "-f", "-"))
			.await();
		if (answer.code() != 0) {
			throw new AssertionError("kubectl apply: " + answer.text());
		}
		return answer.text();
	}

	Running start(String input, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", this.kubeconfig.toString()));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile(this.kubeconfig.getParent(), "kubectl", ".out");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		return new Running(process, output);
	}

	/**
	 * A kubectl that runs.
	 *
	 * @param process process
	 * @param output file of its output
	 */
	record Running(Process process, Path output) {

		String text() throws IOException {
			return Files.readString(this.output);
		}

		Answer await() throws IOException, InterruptedException {
			if (!this.process.waitFor(150, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
				throw new AssertionError("kubectl does not end: " + text());
			}
			return new Answer(this.process.exitValue(), text());
		}

	}

	/**
	 * How it ended.
	 *
	 * @param code exit code
	 * @param text output
	 */
	record Answer(int code, String text) {
	}

}
