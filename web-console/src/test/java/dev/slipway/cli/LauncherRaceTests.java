package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Two launchers of one checkout, started at the same time on two states. The checkout and
 * the JDK are small ones of the test; the JDK notes when two of it unpack at once, and
 * unpacks until the other launcher waits or does the same. Its version is above any
 * other.
 */
class LauncherRaceTests {

	private static final String JAVA = """
			#!/usr/bin/env bash
			state=
			for word in "$@"; do
				case $word in
					--slipway.state=*) state=${word#*=} ;;
					-XX:ArchiveClassesAtExit=*) archive=${word#*=} ;;
				esac
			done
			await() { for i in {1..2000}; do ! "$@" || return 0; sleep 0.05; done; }
			met() { [ -e "$CHECK/clash" ] || grep -qs 'waiting for it' "$CHECK"/*.said; }
			linked() { [ -e "$state/linked" ]; }
			case $* in
				*-Djarmode=tools*)
					mkdir "$CHECK/unpacking" 2>/dev/null || : >"$CHECK/clash"
					await met
					mkdir -p "${@: -1}"
					if [ -e "$CHECK/stuck" ]; then echo $$ >"$CHECK/unpacks.new"; mv "$CHECK/unpacks.new" "$CHECK/unpacks"; exec sleep 600; fi
					echo once >>"$CHECK/unpacked"
					rmdir "$CHECK/unpacking" ;;
				*-XX:ArchiveClassesAtExit=*)
					: >"$archive"
					if [ -e "$CHECK/hangs" ]; then echo $$ >"$CHECK/trains.new"; mv "$CHECK/trains.new" "$CHECK/trains"; exec sleep 600; fi
					echo once >>"$CHECK/trained"; : >"$state/ready" ;;
				*dev.slipway.cli.Cli*) while [ "$1" != --state ]; do shift; done; : >"$2/linked" ;;
				*) : >"$state/ready"; await linked ;;
			esac
			""";

	@SuppressWarnings("NullAway.Init")
	@TempDir
	private Path folder;

	@BeforeEach
	void smallCheckout() throws IOException {
		assumeThat(Stream.of("/usr/bin/flock", "/bin/flock").map(Path::of)).as("flock").anyMatch(Files::isExecutable);
		Path launcher = Path.of(System.getProperty("slipway.launcher")).normalize();
		Files.copy(launcher, file("checkout/slipway"));
		file("checkout/pipeline-library/vars/build.groovy");
		file("checkout/pipeline-library/src/Stage.groovy");
		Files.createFile(file("checkout/pipeline-library/runner/target/runner/runner.jar"));
		Files.setLastModifiedTime(Files.createFile(file("checkout/pom.xml")), FileTime.from(Instant.EPOCH));
		Path jar = Files.createFile(file("checkout/web-console/target/slipway.jar"));
		Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
		Files.writeString(file("jdks/jdk/release"), "JAVA_VERSION=\"99.0.1\"\n");
		program("javac", "");
		program("java", JAVA);
	}

	@Test
	void oneWaitsUntilTheOtherHasUnpackedEverything() throws Exception {
		Process first = up("first");
		Process second = up("second");
		try {
			assertThat(first.waitFor(3, TimeUnit.MINUTES)).as("the first ends").isTrue();
			assertThat(second.waitFor(3, TimeUnit.MINUTES)).as("the second ends").isTrue();
		}
		finally {
			first.destroyForcibly();
			second.destroyForcibly();
		}
		String said = Files.readString(this.folder.resolve("first.said"))
				+ Files.readString(this.folder.resolve("second.said"));
		assertThat(first.exitValue()).as(said).isZero();
		assertThat(second.exitValue()).as(said).isZero();
		assertThat(said).containsOnlyOnce("waiting for it");
		assertThat(this.folder.resolve("clash")).doesNotExist();
		assertThat(Files.readAllLines(this.folder.resolve("unpacked"))).hasSize(1);
		assertThat(Files.readAllLines(this.folder.resolve("trained"))).hasSize(1);
		try (Stream<Path> left = Files.list(this.folder.resolve("checkout/web-console/target"))) {
			assertThat(left.map((path) -> path.getFileName().toString())).containsExactlyInAnyOrder("dist",
					"slipway.jar");
		}
	}

	@Test
	void oneThatIsStoppedWhileItTrainsLeavesNothing() throws Exception {
		Files.createFile(this.folder.resolve("hangs"));
		Files.createFile(this.folder.resolve("clash"));
		Process launcher = up("first");
		long trained = -1;
		try {
			Path trains = this.folder.resolve("trains");
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(trains));
			trained = Long.parseLong(Files.readString(trains).strip());
			launcher.destroy();
			assertThat(launcher.waitFor(3, TimeUnit.MINUTES)).isTrue();
			long child = trained;
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
		}
		finally {
			launcher.destroyForcibly();
			ProcessHandle.of(trained).ifPresent(ProcessHandle::destroyForcibly);
		}
		try (Stream<Path> left = Files.list(this.folder.resolve("checkout/web-console/target/dist"))) {
			assertThat(left.map((path) -> path.getFileName().toString())).noneMatch((name) -> name.endsWith(".new"));
		}
	}

	/** Ctrl-C reaches both: the shell goes on to its trap when its child has ended. */
	@Test
	void oneThatIsStoppedWhileItUnpacksLeavesNothing() throws Exception {
		Files.createFile(this.folder.resolve("stuck"));
		Files.createFile(this.folder.resolve("clash"));
		Process launcher = up("first");
		long unpacking = -1;
		try {
			Path unpacks = this.folder.resolve("unpacks");
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(unpacks));
			unpacking = Long.parseLong(Files.readString(unpacks).strip());
			launcher.destroy();
			ProcessHandle.of(unpacking).ifPresent(ProcessHandle::destroy);
			assertThat(launcher.waitFor(3, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			launcher.destroyForcibly();
			ProcessHandle.of(unpacking).ifPresent(ProcessHandle::destroyForcibly);
		}
		assertThat(launcher.exitValue()).isNotZero();
		try (Stream<Path> left = Files.list(this.folder.resolve("checkout/web-console/target"))) {
			assertThat(left.map((path) -> path.getFileName().toString())).containsExactly("slipway.jar");
		}
	}

	private Process up(String name) throws IOException {
		Path state = Files.createDirectory(this.folder.resolve("state-" + name));
		ProcessBuilder builder = new ProcessBuilder("bash", this.folder.resolve("checkout/slipway").toString(), "up",
				"--state", state.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve(name + ".said").toFile());
		builder.environment().remove("JAVA_HOME");
		builder.environment().put("SLIPWAY_JDKS", this.folder.resolve("jdks").toString());
		builder.environment().put("CHECK", this.folder.toString());
		return builder.start();
	}

	private void program(String name, String text) throws IOException {
		Path program = Files.writeString(file("jdks/jdk/bin/" + name), text);
		assertThat(program.toFile().setExecutable(true)).isTrue();
	}

	/** A path below the test's folder, in a folder that is there. */
	private Path file(String path) throws IOException {
		Path file = this.folder.resolve(path);
		Files.createDirectories(file.getParent());
		return file;
	}

}
