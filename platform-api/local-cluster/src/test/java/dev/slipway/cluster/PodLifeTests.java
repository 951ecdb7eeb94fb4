package dev.slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Key;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the kubelet does with pods whose programs are shells that leave marks in files.
 */
@EnabledIf(value = "kubectlIsThere", disabledReason = "kubectl is not installed")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class PodLifeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final String IDLE = "while :; do sleep 0.1; done";

	@SuppressWarnings("NullAway.Init")
	private static LocalCluster cluster;

	@SuppressWarnings("NullAway.Init")
	private static Kubectl kubectl;

	@SuppressWarnings("NullAway.Init")
	private static Path directory;

	private static String image = "";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path marks;

	static boolean kubectlIsThere() {
		return Kubectl.available();
	}

	@BeforeAll
	static void start(@TempDir(cleanup = CleanupMode.NEVER) Path state) throws Exception {
		directory = state;
		cluster = LocalCluster
			.start(LocalClusterSettings.in(state).withBackoff(Duration.ofMillis(300), Duration.ofSeconds(1)));
		kubectl = new Kubectl(cluster.kubeconfig());
		image = FixtureImage.push(cluster.registryAddress(), state.resolve("jib"));
	}

	@AfterAll
	static void stop() {
		cluster.stopPodsAndClose(Duration.ofSeconds(5));
	}

	@AfterEach
	void deleteAll() throws Exception {
		kubectl.ok("delete", "deployment,pod,secret", "-l", "test=yes", "--wait=false");
		await().atMost(PATIENCE).until(() -> cluster.store().list("pods", "default").items().isEmpty());
	}

	@Test
	void aTcpProbeAsksForAConnection() throws Exception {
		pod("web",
				"env: [{name: VERSION, value: one}], " + "readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}");
		pod("deaf", shell(IDLE) + ", readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}");
		await().atMost(PATIENCE).until(() -> ready("web"));
		await().atMost(PATIENCE)
			.until(() -> events().contains("Readiness probe failed: dial tcp")
					&& events().contains("connect: connection refused"));
		assertThat(ready("deaf")).isFalse();
		assertThat(status("deaf").path("restartCount").asInt()).isZero();
	}

	@Test
	void anExecProbeRunsInTheContainersRoot() throws Exception {
		pod("web", shell(IDLE) + ", readinessProbe: {exec: {command: [test, -e, warm]}, periodSeconds: 1}");
		await().atMost(PATIENCE).until(() -> events().contains("Readiness probe failed"));
		assertThat(ready("web")).isFalse();
		Files.createFile(root("web").resolve("warm"));
		await().atMost(PATIENCE).until(() -> ready("web"));
		Files.delete(root("web").resolve("warm"));
		await().atMost(PATIENCE).until(() -> !ready("web"));
	}

	@Test
	void theStartupProbeHoldsTheOthersBack() throws Exception {
		pod("web", shell(IDLE)
				+ ", startupProbe: {exec: {command: [sh, -c, 'echo x >> tries; test -e up']}, periodSeconds: 1, "
				+ "failureThreshold: 600}, livenessProbe: {exec: {command: [touch, alive]}, periodSeconds: 1}, "
				+ "readinessProbe: {exec: {command: [touch, asked]}, periodSeconds: 1}");
		await().atMost(PATIENCE)
			.until(() -> Files.exists(root("web").resolve("tries"))
					&& Files.readAllLines(root("web").resolve("tries")).size() >= 3);
		assertThat(root("web").resolve("alive")).doesNotExist();
		assertThat(root("web").resolve("asked")).doesNotExist();
		assertThat(status("web").path("started").asBoolean()).isFalse();
		assertThat(ready("web")).isFalse();
		Files.createFile(root("web").resolve("up"));
		await().atMost(PATIENCE)
			.until(() -> Files.exists(root("web").resolve("alive")) && ready("web")
					&& status("web").path("started").asBoolean());
	}

	@Test
	void aContainerThatIsNoLongerAliveIsRestarted() throws Exception {
		pod("web", shell("echo first words; " + IDLE)
				+ ", livenessProbe: {exec: {command: [test, '!', -e, sick]}, periodSeconds: 1, failureThreshold: 2}");
		await().atMost(PATIENCE).until(() -> status("web").path("state").has("running"));
		Files.createFile(root("web").resolve("sick"));
		await().atMost(PATIENCE)
			.until(() -> status("web").path("restartCount").asInt() == 1 && status("web").path("state").has("running"));
		assertThat(root("web").resolve("sick")).doesNotExist();
		assertThat(status("web").path("lastState").path("terminated").path("reason").asText()).isEqualTo("Error");
		assertThat(events()).contains("Liveness probe failed")
			.contains("Container app failed liveness probe, will be restarted");
		assertThat(kubectl.ok("logs", "web", "--previous")).contains("first words");
	}

	@Test
	void anExecHookRunsBeforeTheProgramIsToldToStop() throws Exception {
		Path out = this.marks.resolve("out");
		pod("web", shell("trap 'echo term >> " + out + "; exit 0' TERM; echo up > " + out + "; " + IDLE)
				+ ", lifecycle: {preStop: {exec: {command: [sh, -c, 'sleep 1; echo hook in $PWD >> " + out + "']}}}");
		await().atMost(PATIENCE).until(() -> Files.exists(out));
		Path root = root("web");
		kubectl.ok("delete", "pod", "web");
		assertThat(Files.readAllLines(out)).containsExactly("up", "hook in " + root, "term");
	}

	@Test
	void anHttpHookAsksTheProgramBeforeItIsToldToStop() throws Exception {
		Path out = this.marks.resolve("asked");
		pod("web", "env: [{name: VERSION, value: one}], readinessProbe: {tcpSocket: {port: http}, periodSeconds: 1}, "
				+ "lifecycle: {preStop: {httpGet: {port: http, path: '/touch?" + out + "'}}}");
		await().atMost(PATIENCE).until(() -> ready("web"));
		kubectl.ok("delete", "pod", "web");
		assertThat(out).exists();
	}

	@Test
	void aSecretArrivesInFilesAndSoDoesItsChange() throws Exception {
		secret("one");
		pod("web", shell(IDLE) + ", volumeMounts: [{name: s, mountPath: keys}]",
				"volumes: [{name: s, secret: {secretName: keys, defaultMode: 256}}],");
		await().atMost(PATIENCE).until(() -> status("web").path("state").has("running"));
		Path file = root("web").resolve("keys/password");
		assertThat(file).hasContent("one");
		secret("two");
		await().atMost(PATIENCE).until(() -> Files.readString(file).equals("two"));
		kubectl.ok("delete", "secret", "keys");
		secret("three");
		await().atMost(PATIENCE).until(() -> Files.readString(file).equals("three"));
	}

	@Test
	void aPodIsToldOfItsLabelsAndOfTheirChange() throws Exception {
		pod("web", shell(IDLE) + ", volumeMounts: [{name: me, mountPath: me}]",
				"volumes: [{name: me, downwardAPI: {items: ["
						+ "{path: role, fieldRef: {fieldPath: \"metadata.labels['example.com/role']\"}}, "
						+ "{path: labels, fieldRef: {fieldPath: metadata.labels}}, "
						+ "{path: notes, fieldRef: {fieldPath: metadata.annotations}}]}}],");
		await().atMost(PATIENCE).until(() -> status("web").path("state").has("running"));
		Path told = root("web").resolve("me");
		assertThat(told.resolve("role")).isEmptyFile();
		kubectl.ok("label", "pod", "web", "example.com/role=stable");
		await().atMost(PATIENCE).until(() -> Files.readString(told.resolve("role")).equals("stable"));
		await().atMost(PATIENCE)
			.until(() -> Files.readAllLines(told.resolve("labels")).contains("example.com/role=\"stable\""));
		kubectl.ok("annotate", "pod", "web", "example.com/note=it is \"on\"");
		await().atMost(PATIENCE)
			.until(() -> Files.readAllLines(told.resolve("notes")).contains("example.com/note=\"it is \\\"on\\\"\""));
	}

	@Test
	void aRecreatedDeploymentNeverRunsBothVersions() throws Exception {
		Path lock = this.marks.resolve("lock");
		Path overlap = this.marks.resolve("overlap");
		String program = "mkdir " + lock + " || touch " + overlap + "; trap 'sleep 1; rmdir " + lock
				+ "; exit 0' TERM; echo $VERSION > " + this.marks.resolve("version") + "; " + IDLE;
		deploy("solo", "strategy: {type: Recreate},", program, "one");
		kubectl.ok("rollout", "status", "deployment/solo", "--timeout=120s");
		for (String version : List.of("two", "three")) {
			deploy("solo", "strategy: {type: Recreate},", program, version);
			kubectl.ok("rollout", "status", "deployment/solo", "--timeout=120s");
			await().atMost(PATIENCE)
				.until(() -> Files.readString(this.marks.resolve("version")).strip().equals(version));
		}
		assertThat(overlap).doesNotExist();
	}

	@Test
	void aLogThatGrewTooLargeIsCutAndFollowersMissNothing() throws Exception {
		int lines = 900_000;
		pod("chatty", shell("while [ ! -e go ]; do sleep 0.1; done; i=0; while [ $i -lt 9 ]; do seq -f 'line %.0f "
				+ "of a log that grows and grows and grows and grows and grows' $((i*100000+1)) $((i*100000+100000)); "
				+ "i=$((i+1)); sleep 0.3; done; " + IDLE));
		await().atMost(PATIENCE).until(() -> status("chatty").path("state").has("running"));
		Kubectl.Running follow = kubectl.start("", "logs", "-f", "chatty");
		Files.createFile(root("chatty").resolve("go"));
		await().atMost(PATIENCE).until(() -> kubectl.ok("logs", "chatty", "--tail=1").startsWith("line " + lines));
		long all = IntStream.rangeClosed(1, lines).mapToLong((i) -> (words(i) + "\n").length()).sum();
		await().atMost(PATIENCE).until(() -> Files.size(follow.output()) >= all);
		follow.process().destroy();
		List<String> seen = follow.text().lines().toList();
		assertThat(IntStream.rangeClosed(1, lines).filter((i) -> !seen.get(i - 1).equals(words(i))).findFirst())
			.isEmpty();
		List<String> kept = kubectl.ok("logs", "chatty").lines().toList();
		assertThat(kept.get(kept.size() - 1)).startsWith("line " + lines + " ");
		assertThat(kept).hasSizeBetween(lines / 5, lines - 1);
		assertThat(kubectl.ok("logs", "chatty", "--tail=3", "--timestamps").lines()).hasSize(3);
	}

	private static String words(int line) {
		return "line " + line + " of a log that grows and grows and grows and grows and grows";
	}

	private static void pod(String name, String container, String... spec) throws Exception {
		kubectl.apply("""
				{apiVersion: v1, kind: Pod, metadata: {name: %s, labels: {test: 'yes'}}, spec: {
				terminationGracePeriodSeconds: 20, %s containers: [{name: app, image: '%s',
				ports: [{name: http, containerPort: 8080}], %s}]}}
				""".formatted(name, (spec.length > 0) ? spec[0] : "", image, container));
	}

	private static void deploy(String name, String strategy, String script, String version) throws Exception {
		kubectl.apply("""
				{apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s, labels: {test: 'yes'}}, spec: {%2$s
				selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {
				containers: [{name: app, image: '%3$s', env: [{name: VERSION, value: %5$s}], %4$s}]}}}}
				""".formatted(name, strategy, image, shell(script), version));
	}

	private static String shell(String script) {
		return "command: [sh, -c, \"" + script.replace("$", "$$") + "\"]";
	}

	private static void secret(String password) throws Exception {
		kubectl.apply("{apiVersion: v1, kind: Secret, metadata: {name: keys, labels: {test: 'yes'}}, "
				+ "stringData: {password: " + password + "}}");
	}

	private static ObjectNode object(String pod) {
		ObjectNode found = cluster.store().shared(Key.of("pods", "default", pod));
		return (found != null) ? found : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
	}

	private static JsonNode status(String pod) {
		return object(pod).path("status").path("containerStatuses").path(0);
	}

	private static boolean ready(String pod) {
		return status(pod).path("ready").asBoolean();
	}

	private static Path root(String pod) throws IOException {
		return directory.toRealPath()
			.resolve("cluster/pods")
			.resolve(object(pod).path("metadata").path("uid").asText())
			.resolve("containers/app/root");
	}

	private static String events() {
		StringBuilder all = new StringBuilder();
		cluster.store()
			.list("events", "default")
			.items()
			.forEach((event) -> all.append(event.path("message").asText()).append('\n'));
		return all.toString();
	}

}
