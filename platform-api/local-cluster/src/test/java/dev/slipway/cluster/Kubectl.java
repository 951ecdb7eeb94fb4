package dev.slipway.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the real kubectl against a cluster. */
record Kubectl(Path kubeconfig) {

	static boolean available() {
		return Files.isExecutable(Path.of("/usr/bin/kubectl")) || Files.isExecutable(Path.of("/usr/local/bin/kubectl"));
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
		Answer answer = start("---\n" + yaml, "apply", "-f", "-").await();
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
