package dev.slipway.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A tag's commit may be on no branch, and is built all the same. */
class TagCheckoutTests {

	@Test
	void fetchesATagThatWasNeverMerged(@TempDir Path folder) throws Exception {
		Path origin = Files.createDirectories(folder.resolve("origin"));
		git(origin, "init", "-q", "-b", "main");
		git(origin, "commit", "-q", "--allow-empty", "-m", "one");
		git(origin, "checkout", "-q", "--detach");
		git(origin, "commit", "-q", "--allow-empty", "-m", "of the tag only");
		git(origin, "tag", "-a", "-m", "x", "v1.4.0");
		String commit = git(origin, "rev-parse", "HEAD");
		git(origin, "checkout", "-q", "main");
		Map<String, String> scm = Map.of("url", origin.toUri().toString(), "branch", "v1.4.0", "commit", commit);
		String script = "node { checkout scm; sh 'git describe --tags --exact-match' }";
		try (RunnerProcess runner = new RunnerProcess(folder.resolve("build"), script, scm,
				Map.of("TAG_NAME", "v1.4.0", "BRANCH_NAME", "v1.4.0"))) {
			assertThat((Object) runner.result().get("result")).as(runner.log()).isEqualTo("SUCCESS");
			assertThat(runner.log()).contains("Checked out " + commit + " of the tag only", "v1.4.0");
		}
	}

	private static String git(Path folder, String... arguments) throws Exception {
		String[] command = new String[arguments.length + 5];
		String[] start = { "git", "-c", "user.name=ann", "-c", "user.email=ann@shop.example" };
		System.arraycopy(start, 0, command, 0, start.length);
		System.arraycopy(arguments, 0, command, start.length, arguments.length);
		Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(said).isZero();
		return said.strip();
	}

}
