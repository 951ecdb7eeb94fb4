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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The platform is killed at each point around a fork. */
class RecoveryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final String uid = UUID.randomUUID().toString();

	private ContainerFiles files = new ContainerFiles(Path.of("unset"));

	private Path marks = Path.of("unset");

	@BeforeEach
	void makeDirectory(@TempDir Path directory) throws IOException {
		this.files = new ContainerFiles(Files.createDirectory(directory.resolve("app")));
		this.marks = directory.resolve("marks");
	}

	@AfterEach
	void stopAll() {
		Orphans.kill(this.uid);
	}

	@Test
	void killedBeforeTheForkTheAttemptNeverRuns() throws Exception {
		ContainerRecord intent = intent();
		Seen seen = recover(intent);
		assertThat(seen.what()).isEqualTo("never ran");
		ContainerProcess late = start("echo ran >> " + this.marks);
		await().atMost(PATIENCE).until(() -> !late.running());
		assertThat(this.marks).doesNotExist();
	}

	@Test
	void killedBetweenForkAndRecordTheProcessIsAdopted() throws Exception {
		ContainerRecord intent = intent();
		ContainerProcess process = start("echo ran >> " + this.marks + "; sleep 60");
		await().atMost(PATIENCE).until(() -> Files.exists(this.marks));
		Seen seen = recover(intent);
		assertThat(seen.what()).isEqualTo("adopted " + process.pid());
	}

	@Test
	void killedAfterTheRecordTheProcessIsAdopted() throws Exception {
		ContainerProcess process = start("sleep 60");
		await().atMost(PATIENCE).until(() -> this.files.pid(1).isPresent());
		assertThat(recover(intent().running(process)).what()).isEqualTo("adopted " + process.pid());
	}

	@Test
	void anEndWithoutAPlatformKeepsItsExitCode() throws Exception {
		ContainerProcess process = start("exit 7");
		ContainerRecord running = intent().running(process);
		await().atMost(PATIENCE).until(() -> this.files.exitCode(1).isPresent() && !process.running());
		assertThat(recover(running).what()).isEqualTo("ended 7");
	}

	@Test
	void aKilledGroupCountsAsKilled() throws Exception {
		ContainerProcess process = start("sleep 60");
		ContainerRecord running = intent().running(process);
		await().atMost(PATIENCE).until(() -> this.files.pid(1).isPresent());
		process.kill();
		await().atMost(PATIENCE).until(() -> !process.running());
		assertThat(recover(running).what()).isEqualTo("ended 137");
	}

	@Test
	void aProcessOfAnotherPodWithTheSamePidIsNotAdopted() throws Exception {
		ContainerProcess process = start("sleep 60");
		await().atMost(PATIENCE).until(() -> this.files.pid(1).isPresent());
		assertThat(ContainerProcess.adopt(process.pid(), "another-uid", this.files, 1)).isEmpty();
	}

	@Test
	void sigtermReachesTheProgramAndItsExitCodeIsKept() throws Exception {
		ContainerProcess process = start(
				"trap 'exit 3' TERM; echo ready > " + this.marks + "; while :; do sleep 0.05; done");
		await().atMost(PATIENCE).until(() -> Files.exists(this.marks));
		process.terminate();
		await().atMost(PATIENCE).until(() -> !process.running());
		assertThat(process.exitCode()).isEqualTo(3);
	}

	private ContainerRecord intent() {
		return ContainerRecord.NEW.intent(Instant.now(), "sha256:x");
	}

	private ContainerProcess start(String script) throws IOException {
		LaunchPlan plan = new LaunchPlan(List.of("/bin/sh", "-c", script),
				Map.of(ContainerProcess.POD_UID, this.uid, "PATH", "/usr/bin:/bin"), this.files.directory());
		return ContainerProcess.start(plan, this.files, 1);
	}

	private Seen recover(ContainerRecord record) {
		Seen seen = new Seen();
		new Recovery(ContainerRecord.of(record.json()), this.files, this.uid).decide().accept(seen);
		return seen;
	}

	/** Remembers what recovery says. */
	private static final class Seen implements Recovery.Subject {

		private String what = "nothing";

		String what() {
			return this.what;
		}

		@Override
		public void adopted(ContainerProcess process) {
			this.what = "adopted " + process.pid();
		}

		@Override
		public void neverRan() {
			this.what = "never ran";
		}

		@Override
		public void endedMeanwhile(int exitCode, Instant at) {
			this.what = "ended " + exitCode;
		}

		@Override
		public void restored(ContainerState.Terminated end) {
			this.what = "restored";
		}

	}

}
