package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The platform is dead; what it has on record is stopped. */
class RecordedPodsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String uid = UUID.randomUUID().toString();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@AfterEach
	void stopAll() {
		Orphans.kill(this.uid);
	}

	@Test
	void aProgramMayEndByItself() throws Exception {
		ContainerFiles files = files("app");
		ContainerProcess process = start(files,
				"trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
		files.save(intent().running(process).json());
		await().atMost(PATIENCE).until(() -> Files.readString(files.log(1)).contains("ready"));
		assertThat(RecordedPods.in(this.directory).stop(PATIENCE)).isEqualTo(1);
		assertThat(process.running()).isFalse();
		assertThat(files.exitCode(1)).hasValue(3);
		assertThat(Files.readString(files.log(1))).contains("bye");
		assertThat(RecordedPods.in(this.directory).stop(PATIENCE)).isZero();
	}

	@Test
	void oneThatDoesNotListenIsKilledWithItsChildren() throws Exception {
		ContainerFiles files = files("app");
		ContainerProcess process = start(files, "trap '' TERM; echo ready; setsid sleep 600 & sleep 600");
		files.save(intent().running(process).json());
		await().atMost(PATIENCE).until(() -> Files.readString(files.log(1)).contains("ready"));
		assertThat(RecordedPods.in(this.directory).stop(Duration.ofMillis(200))).isEqualTo(1);
		await().atMost(PATIENCE)
			.until(() -> !process.running() && !ProcFs.withVariable(ContainerProcess.POD_UID).containsValue(this.uid));
	}

	@Test
	void oneWhoseForkWasNotRecordedIsFoundToo() throws Exception {
		ContainerFiles files = files("app");
		files.save(intent().json());
		ContainerProcess process = start(files, "sleep 600");
		await().atMost(PATIENCE).until(() -> files.pid(1).isPresent());
		assertThat(RecordedPods.in(this.directory).stop(PATIENCE)).isEqualTo(1);
		assertThat(process.running()).isFalse();
	}

	@Test
	void anAttemptThatHasNotBegunNeverWill() throws Exception {
		ContainerFiles files = files("app");
		files.save(intent().json());
		assertThat(RecordedPods.in(this.directory).stop(PATIENCE)).isZero();
		ContainerProcess late = start(files, "echo ran");
		await().atMost(PATIENCE).until(() -> !late.running());
		assertThat(Files.readString(files.log(1))).isEmpty();
	}

	@Test
	void aProcessThatGotThePidLaterIsLeftAlone() throws Exception {
		String other = UUID.randomUUID().toString();
		ContainerFiles elsewhere = new ContainerFiles(Files.createDirectories(this.directory.resolve("elsewhere")));
		ContainerProcess stranger = ContainerProcess.start(plan(elsewhere, "sleep 600", other), elsewhere, 1);
		try {
			files("app").save(intent().running(stranger).json());
			assertThat(RecordedPods.in(this.directory).stop(PATIENCE)).isZero();
			assertThat(stranger.running()).isTrue();
		}
		finally {
			stranger.kill();
		}
	}

	@Test
	void withoutRecordsNothingIsStopped() throws Exception {
		assertThat(RecordedPods.in(this.directory.resolve("missing")).stop(PATIENCE)).isZero();
	}

	private ContainerFiles files(String container) throws IOException {
		Path own = this.directory.resolve("pods").resolve(this.uid).resolve("containers").resolve(container);
		return new ContainerFiles(Files.createDirectories(own));
	}

	private static ContainerRecord intent() {
		return ContainerRecord.NEW.intent(Instant.now(), "sha256:x");
	}

	private ContainerProcess start(ContainerFiles files, String script) throws IOException {
		return ContainerProcess.start(plan(files, script, this.uid), files, 1);
	}

	private static LaunchPlan plan(ContainerFiles files, String script, String pod) {
		return new LaunchPlan(List.of("/bin/sh", "-c", script),
				Map.of(ContainerProcess.POD_UID, pod, "PATH", "/usr/bin:/bin"), files.directory());
	}

}
