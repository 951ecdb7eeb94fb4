package dev.slipway.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A canary by weight as kubectl and users see it, with real processes. */
@EnabledIf(value = "kubectlIsThere", disabledReason = "kubectl is not installed")
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class RoutedClusterTests {

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
	static void start(@TempDir(cleanup = CleanupMode.NEVER) Path state) throws Exception {
		cluster = LocalCluster.start(LocalClusterSettings.in(state).withEndpointDelay(Duration.ofMillis(300)));
		kubectl = new Kubectl(cluster.kubeconfig());
		image = FixtureImage.push(cluster.registryAddress(), state.resolve("jib"));
		release("orders-r1", "one");
		release("orders-r2", "two");
		kubectl.apply(service("orders", "orders-r1"));
		kubectl.ok("rollout", "status", "deployment/orders-r1", "--timeout=120s");
		kubectl.ok("rollout", "status", "deployment/orders-r2", "--timeout=120s");
	}

	@AfterAll
	static void stop() {
		cluster.stopPodsAndClose(Duration.ofSeconds(5));
	}

	@Test
	void aCanaryMovesFromNothingToAllAndLosesNoRequest() throws Exception {
		kubectl.apply(route(100, 0));
		awaitObserved("orders");
		String entry = url("orders");
		assertThat(get(entry)).startsWith("one");
		assertThat(get(entry, "X-Canary", "always")).startsWith("two");
		OpenLoad load = OpenLoad.start(URI.create(entry), 50);
		for (int weight : new int[] { 10, 50, 100 }) {
			kubectl.ok("patch", "httproute", "orders", "--type=json", "-p", """
					[{"op": "replace", "path": "/spec/rules/0/backendRefs/0/weight", "value": %d},
					{"op": "replace", "path": "/spec/rules/0/backendRefs/1/weight", "value": %d}]
					""".formatted(100 - weight, weight));
			awaitObserved("orders");
			await().atMost(PATIENCE).until(() -> get(entry).startsWith("two"));
			if (weight < 100) {
				await().atMost(PATIENCE).until(() -> get(entry).startsWith("one"));
			}
			else {
				for (int i = 0; i < 20; i++) {
					assertThat(get(entry)).startsWith("two");
				}
			}
		}
		kubectl.ok("scale", "deployment/orders-r1", "--replicas=0");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "pods", "-l", "app=orders-r1", "-o", "name").isBlank());
		OpenLoad.Count count = load.stop();
		assertThat(count.failures()).as("of %s requests", count.sent()).isEmpty();
		assertThat(kubectl.ok("get", "httproute", "orders")).contains("NAME", "HOSTNAMES", "AGE");
		assertThat(kubectl.ok("describe", "httproute", "orders")).contains("Controller Name:",
				"slipway.dev/local-gateway", "Observed Generation:", "ResolvedRefs");
		String metrics = get(cluster.proxyMetricsUrl());
		assertThat(metrics).contains("slipway_proxy_requests_total{namespace=\"default\",service=\"orders\","
				+ "route=\"default/orders\",backend=\"orders-r2\",code=\"200\"}");
	}

	@Test
	void aGatewayShowsItsAddressAndAnswersThere() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		kubectl.apply("""
				{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: web}, spec: {
				gatewayClassName: slipway, listeners: [{name: http, protocol: HTTP, port: %d}]}}
				---
				{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: by-gateway}, spec: {
				parentRefs: [{name: web}], rules: [{backendRefs: [{name: orders-r2, port: 8080}]}]}}
				""".formatted(port));
		awaitObserved("by-gateway");
		await().atMost(PATIENCE).until(() -> kubectl.ok("get", "gateway", "web").contains("True"));
		String address = kubectl.ok("get", "gateway", "web", "-o", "jsonpath={.status.addresses[0].value}");
		assertThat(kubectl.ok("get", "gateway")).contains("CLASS", "ADDRESS", "PROGRAMMED", "slipway", address);
		assertThat(kubectl.ok("get", "gatewayclass")).contains("CONTROLLER", "ACCEPTED", "slipway.dev/local-gateway");
		await().atMost(PATIENCE).until(() -> get("http://" + address + ":" + port + "/").startsWith("two"));
		kubectl.ok("delete", "gateway", "web");
		await().atMost(PATIENCE).until(() -> kubectl.run("get", "service", "web-slipway").text().contains("NotFound"));
	}

	@Test
	void aWeightBeyondTheLimitsIsRefusedWithItsField() throws Exception {
		Kubectl.Answer answer = kubectl
			.start("---\n" + route(-1, 0).replace("name: orders}", "name: wrong}"), "create", "--validate=false", "-f",
					"-")
			.await();
		assertThat(answer.code()).isNotZero();
		assertThat(answer.text()).contains("spec.rules[0].backendRefs[0].weight",
				"should be greater than or equal to 0");
	}

	private static void awaitObserved(String route) {
		await().atMost(PATIENCE).until(() -> {
			String[] seen = kubectl
				.ok("get", "httproute", route, "-o",
						"jsonpath={.metadata.generation} {.status.parents[0].conditions[?(@.type==\"Accepted\")]"
								+ ".observedGeneration} {.status.parents[0].conditions[*].status}")
				.split(" ");
			return seen.length == 4 && seen[0].equals(seen[1]) && seen[2].equals("True") && seen[3].equals("True");
		});
	}

	private static String route(int stable, int candidate) {
		return """
				{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: orders}, spec: {
				parentRefs: [{group: '', kind: Service, name: orders}], rules: [
				{backendRefs: [{name: orders-r1, port: 8080, weight: %d}, {name: orders-r2, port: 8080, weight: %d}]},
				{matches: [{headers: [{name: X-Canary, value: always}]}], backendRefs: [{name: orders-r2, port: 8080}]}]}}
				"""
			.formatted(stable, candidate);
	}

	private static void release(String name, String version) throws Exception {
		kubectl.apply("""
				{apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s}, spec: {replicas: 1,
				selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {
				terminationGracePeriodSeconds: 20, containers: [{name: app, image: '%2$s',
				env: [{name: VERSION, value: %3$s}], lifecycle: {preStop: {sleep: {seconds: 5}}},
				ports: [{name: http, containerPort: 8080}],
				readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}}]}}}}
				---
				""".formatted(name, image, version) + service(name, name));
	}

	private static String service(String name, String app) {
		return """
				{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {selector: {app: %s},
				ports: [{name: http, port: 8080, targetPort: http}]}}
				""".formatted(name, app);
	}

	private static String url(String service) throws Exception {
		return "http://" + kubectl.ok("get", "service", service, "-o", "jsonpath={.spec.clusterIP}") + ":8080/";
	}

	private static String get(String url, String... headers) {
		try {
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
			if (headers.length > 0) {
				request.headers(headers);
			}
			return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			return "";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
