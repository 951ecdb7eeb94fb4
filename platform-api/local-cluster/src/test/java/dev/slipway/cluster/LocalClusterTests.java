package dev.slipway.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What kubectl and curl see of a whole cluster with real processes. */
@EnabledIf(value = "kubectlIsThere", disabledReason = "kubectl is not installed")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class LocalClusterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	@SuppressWarnings("NullAway.Init")
	private static LocalCluster cluster;

	@SuppressWarnings("NullAway.Init")
	private static Kubectl kubectl;

	private static String image = "";

	static boolean kubectlIsThere() {
		return Kubectl.available();
	}

	@BeforeAll
	static void start(@TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER) Path state) throws Exception {
		cluster = LocalCluster.start(LocalClusterSettings.in(state)
			.withBackoff(Duration.ofMillis(300), Duration.ofSeconds(1))
			.withSweep(Duration.ofMillis(200))
			.withEndpointDelay(Duration.ofMillis(300)));
		kubectl = new Kubectl(cluster.kubeconfig());
		image = FixtureImage.push(cluster.registryAddress(), state.resolve("jib"));
	}

	@AfterAll
	static void stop() {
		cluster.stopPodsAndClose(Duration.ofSeconds(5));
	}

	@AfterEach
	void deleteAll() throws Exception {
		kubectl.ok("delete", "deployment,service,configmap,secret", "-l", "test=yes", "--wait=false");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "pods", "-o", "name").isBlank());
	}

	@Test
	void aDeploymentBecomesProcessesAndItsServiceAnswersForAll() throws Exception {
		assertThat(deploy("web", 2, "env: [{name: VERSION, value: one}]")).contains("deployment.apps/web created");
		assertThat(kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s"))
			.contains("successfully rolled out");
		Set<String> pods = new TreeSet<>(
				Set.of(kubectl.ok("get", "pods", "-o", "jsonpath={.items[*].metadata.name}").split(" ")));
		Set<String> answers = new TreeSet<>();
		await().atMost(PATIENCE).until(() -> {
			String answer = get(url("web"));
			if (answer.startsWith("one ")) {
				answers.add(answer.substring("one ".length()).strip());
			}
			return answers.size() == 2;
		});
		assertThat(answers).isEqualTo(pods);
		kubectl.ok("scale", "deployment/web", "--replicas=0");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "pods", "-o", "name").isBlank());
	}

	@Test
	void logsAreFollowedToTheirEnd() throws Exception {
		deploy("web", 1, "env: [{name: VERSION, value: one}]");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		Kubectl.Running follow = kubectl.start("", "logs", "-f", "deployment/web");
		await().atMost(PATIENCE).until(() -> follow.text().contains("listening"));
		await().atMost(PATIENCE).until(() -> get(url("web")).startsWith("one"));
		get(url("web") + "log?marker-1");
		await().atMost(PATIENCE).until(() -> follow.text().contains("asked marker-1"));
		assertThat(kubectl.ok("logs", "deployment/web", "--tail=1")).isEqualTo("asked marker-1\n");
		assertThat(kubectl.ok("logs", "deployment/web", "--timestamps", "--tail=1"))
			.matches("20\\d\\d-\\d\\d-\\d\\dT\\S+Z asked marker-1\n");
		assertThat(kubectl.ok("logs", "deployment/web", "--since=1s", "--limit-bytes=5").length())
			.isLessThanOrEqualTo(5);
		kubectl.ok("scale", "deployment/web", "--replicas=0");
		assertThat(follow.await().code()).isZero();
	}

	@Test
	void aProgramThatEndsGoesIntoBackOffAndItsLastLogIsKept() throws Exception {
		deploy("crash", 1, "env: [{name: EXIT, value: '3'}]");
		await().atMost(PATIENCE)
			.until(() -> kubectl.ok("get", "pods").contains("CrashLoopBackOff") && restarts("crash") >= 2);
		assertThat(kubectl.ok("get", "pods", "-o",
				"jsonpath={.items[0].status.containerStatuses[0].lastState.terminated['exitCode','reason']}"))
			.isEqualTo("3 Error");
		assertThat(kubectl.ok("logs", "deployment/crash", "--previous")).contains("starting");
		assertThat(kubectl.ok("get", "events")).contains("Back-off restarting failed container app");
	}

	@Test
	void aDeploymentThatIsNeverReadyExceedsItsDeadline() throws Exception {
		deploy("slow", 1, "env: [{name: READY, value: never}]", "progressDeadlineSeconds: 2");
		Kubectl.Answer status = kubectl.run("rollout", "status", "deployment/slow", "--timeout=100s");
		assertThat(status.code()).isNotZero();
		assertThat(status.text()).contains("exceeded its progress deadline");
		assertThat(kubectl.ok("get", "events"))
			.contains("Readiness probe failed: HTTP probe failed with statuscode: 503");
	}

	@Test
	void aProgramOnAllAddressesIsEndedWithTheRemedy() throws Exception {
		int port;
		try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
			port = free.getLocalPort();
		}
		deploy("wild", 1, "env: [{name: WILDCARD, value: 'yes'}, {name: PORT, value: '" + port + "'}]");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "events").contains("WildcardListener"));
		assertThat(kubectl.ok("get", "events")).contains("Bind to $POD_IP");
	}

	@Test
	void aProgramBeyondItsMemoryIsKilledAsOutOfMemory() throws Exception {
		deploy("eater", 1,
				"env: [{name: EAT, value: '200'}, {name: JDK_JAVA_OPTIONS, value: '-Xmx400m'}], "
						+ "command: [java, -Xmx400m, -cp, app, dev.slipway.cluster.Fixture], "
						+ "resources: {limits: {memory: 128Mi}}");
		await().atMost(PATIENCE)
			.until(() -> kubectl.ok("get", "pods", "-o", "jsonpath={.items[*].status.containerStatuses[*]}")
				.contains("OOMKilled"));
	}

	@Test
	void configurationArrivesInVariablesAndFiles() throws Exception {
		kubectl.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, labels: {test: 'yes'}}, "
				+ "data: {GREETING: hello}}");
		deploy("web", 1, "envFrom: [{configMapRef: {name: settings}}], volumeMounts: [{name: c, mountPath: conf}]", "",
				"volumes: [{name: c, configMap: {name: settings}}]");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> get(url("web") + "env").contains("GREETING=hello"));
		assertThat(get(url("web") + "file?conf/GREETING")).isEqualTo("hello");
	}

	@Test
	void anAbsoluteMountPathFailsWithTheRemedy() throws Exception {
		deploy("web", 1, "volumeMounts: [{name: c, mountPath: /conf}]", "", "volumes: [{name: c, emptyDir: {}}]");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "events").contains("FailedMount"));
		assertThat(kubectl.ok("get", "events")).contains("Use a relative mountPath, such as conf");
	}

	@Test
	void aRollingUpdateWithAPreStopSleepLosesNoRequest() throws Exception {
		deploy("web", 2, "env: [{name: VERSION, value: one}], lifecycle: {preStop: {sleep: {seconds: 6}}}");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> get(url("web")).startsWith("one"));
		OpenLoad load = OpenLoad.start(URI.create(url("web")), 50);
		kubectl.ok("set", "env", "deployment/web", "VERSION=two");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "pods", "-o", "name").lines().count() == 2);
		OpenLoad.Count count = load.stop();
		assertThat(count.failures()).as("of %s requests", count.sent()).isEmpty();
		assertThat(count.sent()).isGreaterThan(100);
		assertThat(get(url("web"))).startsWith("two");
	}

	@Test
	void withoutAPreStopSleepRequestsAreLostAndTheLoadSeesIt() throws Exception {
		deploy("web", 3, "env: [{name: VERSION, value: one}]");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> get(url("web")).startsWith("one"));
		OpenLoad load = OpenLoad.start(URI.create(url("web")), 100);
		for (int round = 1; round <= 10 && load.failures().isEmpty(); round++) {
			kubectl.ok("rollout", "restart", "deployment/web");
			kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		}
		assertThat(load.stop().failures()).isNotEmpty();
	}

	@Test
	void aRolloutIsPausedResumedAndUndone() throws Exception {
		deploy("web", 1, "env: [{name: VERSION, value: one}]");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		kubectl.ok("rollout", "pause", "deployment/web");
		kubectl.ok("set", "env", "deployment/web", "VERSION=two");
		await().atMost(PATIENCE)
			.until(() -> kubectl.ok("get", "deployment", "web", "-o", "jsonpath={.status.conditions[*].reason}")
				.contains("DeploymentPaused"));
		assertThat(kubectl.ok("get", "replicasets", "-l", "app=web", "-o", "name").lines()).hasSize(1);
		kubectl.ok("rollout", "resume", "deployment/web");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> get(url("web")).startsWith("two"));
		kubectl.ok("rollout", "undo", "deployment/web");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		await().atMost(PATIENCE).until(() -> get(url("web")).startsWith("one"));
		assertThat(kubectl.ok("rollout", "history", "deployment/web")).contains("2").contains("3");
	}

	@Test
	void aPodThatTheClusterRefusesShowsInTheDeployment() throws Exception {
		deploy("web", 1, "env: []", "", "serviceAccountName: nobody");
		await().atMost(PATIENCE)
			.until(() -> kubectl.ok("get", "deployment", "web", "-o", "jsonpath={.status.conditions[*].message}")
				.contains("serviceaccount \"nobody\" not found"));
		assertThat(kubectl.ok("get", "events")).contains("FailedCreate");
	}

	@Test
	void anImageThatIsNotThereIsBackedOffAndStartedWhenItComes() throws Exception {
		String present = image;
		image = "localhost:1/test/later:1";
		try {
			deploy("web", 1, "env: []");
			await().atMost(PATIENCE).until(() -> kubectl.ok("get", "pods").contains("ImagePull"));
		}
		finally {
			image = present;
		}
		assertThat(kubectl.ok("get", "events")).contains("push it to the local registry");
	}

	@Test
	void deletingTheDeploymentInTheForegroundWaitsForItsPods() throws Exception {
		deploy("web", 1, "env: [{name: VERSION, value: one}]");
		kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
		kubectl.ok("delete", "deployment", "web", "--cascade=foreground", "--timeout=100s");
		assertThat(kubectl.ok("get", "pods,replicasets", "-o", "name")).isBlank();
	}

	private static String deploy(String name, int replicas, String container, String... more) throws Exception {
		String spec = (more.length > 0 && !more[0].isEmpty()) ? more[0] + "," : "";
		String pod = (more.length > 1) ? more[1] + "," : "";
		return kubectl.apply("""
				{apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s, labels: {test: 'yes'}}, spec: {
				replicas: %2$d, %4$s selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}},
				spec: {terminationGracePeriodSeconds: 10, %5$s containers: [{name: app, image: '%6$s', %3$s,
				ports: [{name: http, containerPort: 8080}],
				readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}}]}}}}
				---
				{apiVersion: v1, kind: Service, metadata: {name: %1$s, labels: {test: 'yes'}}, spec: {
				selector: {app: %1$s}, ports: [{name: http, port: 8080, targetPort: http}]}}
				""".formatted(name, replicas, container, spec, pod, image));
	}

	private static int restarts(String app) throws Exception {
		return Integer.parseInt(kubectl.ok("get", "pods", "-l", "app=" + app, "-o",
				"jsonpath={.items[0].status.containerStatuses[0].restartCount}"));
	}

	private static String url(String service) throws Exception {
		return "http://" + kubectl.ok("get", "service", service, "-o", "jsonpath={.spec.clusterIP}") + ":8080/";
	}

	private static String get(String url) {
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException ex) {
			return "";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
