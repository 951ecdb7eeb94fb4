package dev.slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the launcher says on a machine that lacks something. It runs with a PATH that
 * holds a shell's own tools and no JDK, and looks for JDKs in a folder of the test.
 */
class LauncherTests {

	private static final List<String> TOOLS = List.of("bash", "cat", "dirname", "env", "find", "mkdir", "readlink",
			"rm", "sed", "touch");

	@SuppressWarnings("NullAway.Init")
	@TempDir
	private Path folder;

	@BeforeEach
	void toolsWithoutJdk() throws IOException {
		Path tools = Files.createDirectory(this.folder.resolve("tools"));
		for (String tool : TOOLS) {
			for (String place : List.of("/usr/bin/", "/bin/")) {
				Path program = Path.of(place + tool);
				if (Files.isExecutable(program) && !Files.exists(tools.resolve(tool))) {
					Path named = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
					assertThat(named.toFile().setExecutable(true)).isTrue();
				}
			}
		}
		Files.createDirectory(this.folder.resolve("jdks"));
	}

	@Test
	void withoutAJdkItSaysWhatToInstall() throws Exception {
		Answer answer = run("up");
		assertThat(answer.status()).isEqualTo(1);
		assertThat(answer.said()).contains("no JDK was found").contains("Install a JDK 17 or newer");
	}

	@Test
	void aJdkThatIsTooOldIsNamed() throws Exception {
		Path old = jdk("java-11", "11.0.22");
		Answer answer = run("up");
		assertThat(answer.status()).isEqualTo(1);
		assertThat(answer.said()).contains("the newest JDK found is 11 (" + old + ")").contains("17 or newer");
	}

	@Test
	void aRuntimeWithoutACompilerIsNotTaken() throws Exception {
		Path jre = jdk("java-21-jre", "21.0.2");
		Files.delete(jre.resolve("bin/javac"));
		assertThat(run("up").said()).contains("no JDK was found").contains("a JRE is not enough");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "0", "65536", "-1" })
	void aPortThatIsNoneIsRefused(String port) throws Exception {
		Answer answer = run("up", "--port", port);
		assertThat(answer.status()).isEqualTo(1);
		assertThat(answer.said()).contains("--port " + port + " is not a number from 1 to 65535");
	}

	@Test
	void anUnknownCommandPrintsTheUsage() throws Exception {
		Answer answer = run("launch");
		assertThat(answer.status()).isEqualTo(2);
		assertThat(answer.said()).contains("Usage: ./slipway COMMAND");
	}

	@Test
	void statusOfNothingIsNotRunning() throws Exception {
		Answer answer = run("status", "--state", this.folder.resolve("state").toString());
		assertThat(answer.status()).isEqualTo(3);
		assertThat(answer.said()).contains("not running");
	}

	/** A folder that looks like a JDK to the launcher, which never gets to start it. */
	private Path jdk(String name, String version) throws IOException {
		Path home = Files.createDirectories(this.folder.resolve("jdks").resolve(name));
		Files.createDirectory(home.resolve("bin"));
		assertThat(Files.createFile(home.resolve("bin/javac")).toFile().setExecutable(true)).isTrue();
		Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
		return home;
	}

	private Answer run(String... arguments) throws Exception {
		Path bash = this.folder.resolve("tools/bash");
		List<String> command = new ArrayList<>(
				List.of(bash.toString(), Path.of(System.getProperty("slipway.launcher")).normalize().toString()));
		command.addAll(List.of(arguments));
		Path said = this.folder.resolve("said.txt");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
		builder.environment().clear();
		builder.environment().put("PATH", this.folder.resolve("tools").toString());
		builder.environment().put("HOME", this.folder.toString());
		builder.environment().put("SLIPWAY_JDKS", this.folder.resolve("jdks").toString());
		Process process = builder.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the launcher ends").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return new Answer(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
	}

	private record Answer(int status, String said) {
	}

}
