package dev.slipway.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The cluster is told to stop its pods before it closes. */
@EnabledIf(value = "kubectlIsThere", disabledReason = "kubectl is not installed")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class StoppedPodsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final String IDLE = "while :; do sleep 0.1; done";

	@TempDir(cleanup = CleanupMode.NEVER)
	@SuppressWarnings("NullAway.Init")
	private Path state;

	private String image = "";

	static boolean kubectlIsThere() {
		return Kubectl.available();
	}

	@BeforeEach
	void pushImage() throws Exception {
		try (LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(this.state))) {
			this.image = FixtureImage.push(cluster.registryAddress(), this.state.resolve("jib"));
		}
	}

	@Test
	void hooksRunAllAtOnceBeforeProgramsAreToldToStop() throws Exception {
		LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(this.state));
		pod("one", 600, waitingFor("two"), "trap 'echo end >> " + mark("one") + "; exit 0' TERM; " + IDLE);
		pod("two", 600, waitingFor("one"), "trap 'echo end >> " + mark("two") + "; exit 0' TERM; " + IDLE);
		awaitUp("one", "two");
		cluster.stopPodsAndClose(Duration.ofMinutes(10));
		assertThat(Files.readAllLines(mark("one"))).containsExactly("up", "hook", "end");
		assertThat(Files.readAllLines(mark("two"))).containsExactly("up", "hook", "end");
		assertThat(LocalCluster.stopRecordedPods(this.state)).isZero();
	}

	@Test
	void programsThatDoNotEndAreKilledInTheEndAndRunAgainAtTheNextStart() throws Exception {
		LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(this.state));
		pod("deaf", 600, "true", "trap '' TERM; " + IDLE);
		awaitUp("deaf");
		cluster.stopPodsAndClose(Duration.ofSeconds(1));
		assertThat(LocalCluster.stopRecordedPods(this.state)).isZero();
		Files.delete(mark("deaf"));
		LocalCluster next = LocalCluster.start(LocalClusterSettings.in(this.state));
		awaitUp("deaf");
		next.close();
		assertThat(LocalCluster.stopRecordedPods(this.state)).isEqualTo(1);
	}

	/** A hook that waits for the hook of another pod. */
	private String waitingFor(String other) {
		return "echo hook >> $OUT; until grep hook " + mark(other) + "; do sleep 0.05; done";
	}

	private Path mark(String pod) {
		return this.state.resolve(pod + ".mark");
	}

	private void awaitUp(String... pods) {
		for (String pod : pods) {
			await().atMost(PATIENCE).until(() -> Files.exists(mark(pod)) && Files.size(mark(pod)) > 0);
		}
	}

	private void pod(String name, int grace, String hook, String program) throws Exception {
		new Kubectl(this.state.resolve("kubeconfig")).apply("""
				{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {terminationGracePeriodSeconds: %d,
				containers: [{name: app, image: '%s', env: [{name: OUT, value: '%s'}],
				command: [sh, -c, "%s"], lifecycle: {preStop: {exec: {command: [sh, -c, "%s"]}}}}]}}
				""".formatted(name, grace, this.image, mark(name), "echo up > $OUT; " + program, hook));
	}

}
