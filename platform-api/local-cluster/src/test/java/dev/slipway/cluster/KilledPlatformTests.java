package dev.slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The platform is killed with SIGKILL, in peace and while it starts pods. */
@EnabledIf(value = "kubectlIsThere", disabledReason = "kubectl is not installed")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class KilledPlatformTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	static boolean kubectlIsThere() {
		return Kubectl.available();
	}

	@Test
	void everyPodIsAdoptedOrStartedAgainAndNoneRunsTwice(@TempDir(cleanup = CleanupMode.NEVER) Path state)
			throws Exception {
		Process platform = platform(state);
		Kubectl kubectl = new Kubectl(state.resolve("kubeconfig"));
		String image = Files.readString(state.resolve("image"));
		kubectl.apply(deployment("calm", 2, image));
		kubectl.ok("rollout", "status", "deployment/calm", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> programs(state).size() == 2);
		Set<Long> calm = programs(state);
		for (int round = 1; round <= 4; round++) {
			kubectl.apply(deployment("hasty" + round, 3, image));
			Thread.sleep(80L * round);
			platform.destroyForcibly().waitFor();
			assertThat(programs(state)).as("programs outlive the platform").containsAll(calm);
			platform = platform(state);
		}
		for (int round = 1; round <= 4; round++) {
			kubectl.ok("rollout", "status", "deployment/hasty" + round, "--timeout=120s");
		}
		kubectl.ok("rollout", "status", "deployment/calm", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> programs(state).size() >= 2 + 4 * 3);
		assertThat(programs(state)).containsAll(calm).hasSize(2 + 4 * 3);
		assertThat(kubectl.ok("get", "pods", "-l", "app=calm", "-o",
				"jsonpath={.items[*].status.containerStatuses[0].restartCount}"))
			.isEqualTo("0 0");
		platform.destroyForcibly().waitFor();
		try (LocalCluster last = LocalCluster.start(LocalClusterSettings.in(state))) {
			assertThat(last.apiUrl()).isNotEmpty();
			kubectl.ok("delete", "deployment", "hasty1", "hasty2", "hasty3", "hasty4");
			await().atMost(PATIENCE).until(() -> programs(state).equals(calm));
		}
		assertThat(LocalCluster.stopRecordedPods(state)).isEqualTo(2);
		assertThat(programs(state)).isEmpty();
	}

	private static String deployment(String name, int replicas, String image) {
		return """
				{apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s}, spec: {replicas: %2$d,
				selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {
				terminationGracePeriodSeconds: 5, containers: [{name: app, image: '%3$s',
				env: [{name: VERSION, value: one}, {name: TEST_STATE, value: yes-%1$s}]}]}}}}
				""".formatted(name, replicas, image);
	}

	private static Process platform(Path state) throws IOException {
		Files.deleteIfExists(state.resolve("started"));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
				Platform.class.getName(), state.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("platform.log").toFile()))
			.start();
		await().atMost(PATIENCE).until(() -> {
			assertThat(process.isAlive()).as("the platform runs, see platform.log").isTrue();
			return Files.exists(state.resolve("started"));
		});
		return process;
	}

	/** Programs (not their leading shells) that run in a pod root below the state. */
	private static Set<Long> programs(Path state) throws IOException {
		Path pods = state.toRealPath().resolve("cluster/pods");
		List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
		return all.stream()
			.filter((process) -> process.info().command().orElse("").endsWith("java"))
			.filter((process) -> root(process.pid()).startsWith(pods))
			.map(ProcessHandle::pid)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Path root(long pid) {
		try {
			return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
		}
		catch (IOException ex) {
			return Path.of("/gone");
		}
	}

	/** The platform of this test: a cluster that waits to be killed. */
	static final class Platform {

		private Platform() {
		}

		/** Starts it. */
		public static void main(String[] arguments) throws Exception {
			Path state = Path.of(arguments[0]);
			LocalCluster cluster = LocalCluster.start(LocalClusterSettings.in(state));
			if (!Files.exists(state.resolve("image"))) {
				Files.writeString(state.resolve("image"),
						FixtureImage.push(cluster.registryAddress(), state.resolve("jib")));
			}
			Files.writeString(state.resolve("started"), cluster.apiUrl());
			Thread.currentThread().join();
		}

	}

}
