package dev.slipway.cluster.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.store.Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** That routes do what they say, and say what they do. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class GatewayControllerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String SPLIT = """
			{parentRefs: [{group: '', kind: Service, name: orders}], rules: [{backendRefs: [
			{name: orders-r1, port: 8080, weight: 100}, {name: orders-r2, port: 8080, weight: 0}]}]}""";

	private final List<HttpServer> servers = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private TestGateway cluster;

	@TempDir(cleanup = CleanupMode.NEVER)
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@BeforeEach
	void start() throws IOException {
		this.cluster = new TestGateway(this.directory);
	}

	@AfterEach
	void stop() {
		this.cluster.close();
		this.servers.forEach((server) -> server.stop(0));
	}

	private int server(String name) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", (exchange) -> {
			byte[] body = name.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(body);
			}
		});
		server.start();
		this.servers.add(server);
		return server.getAddress().getPort();
	}

	private void orders() throws IOException {
		int stable = server("stable");
		this.cluster.service("orders", stable);
		this.cluster.service("orders-r1", stable);
		this.cluster.service("orders-r2", server("candidate"));
	}

	private String url() {
		return "http://" + this.cluster.address("orders") + ":8080/";
	}

	private void awaitServed(String route) {
		await().atMost(PATIENCE).until(() -> this.cluster.is(route, "Accepted", "Accepted"));
	}

	@Test
	void aServiceWithoutARouteIsRelayedAndWithOneItIsSplit() throws Exception {
		orders();
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).equals("200 stable"));
		this.cluster.route("orders", SPLIT);
		awaitServed("orders");
		assertThat(this.cluster.condition("orders", "ResolvedRefs").path("status").asText()).isEqualTo("True");
		assertThat(this.cluster.condition("orders", "Accepted").path("observedGeneration").asInt()).isEqualTo(1);
		assertThat(this.cluster.get(url())).isEqualTo("200 stable");
	}

	@Test
	void whenTheGenerationIsObservedTheWeightHolds() throws Exception {
		orders();
		this.cluster.route("orders", SPLIT);
		awaitServed("orders");
		for (int round = 0; round < 20; round++) {
			int candidate = (round % 2 == 0) ? 100 : 0;
			this.cluster.weigh("orders", 0, 100 - candidate);
			long generation = this.cluster.weigh("orders", 1, candidate);
			await().atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(2))
				.until(() -> this.cluster.condition("orders", "Accepted")
					.path("observedGeneration")
					.asLong() == generation);
			assertThat(this.cluster.get(url())).isEqualTo((candidate == 100) ? "200 candidate" : "200 stable");
		}
	}

	@Test
	void aServiceThatSpeaksHttpIsRoutedOnConnectionsThatWereOpenBefore() throws Exception {
		int stable = server("stable");
		this.cluster.service("orders", stable, ", appProtocol: http");
		this.cluster.service("orders-r2", server("candidate"));
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).equals("200 stable"));
		try (java.net.Socket kept = new java.net.Socket(this.cluster.address("orders"), 8080)) {
			kept.setSoTimeout(60_000);
			assertThat(ask(kept)).endsWith("stable");
			this.cluster.route("orders", "{parentRefs: [{group: '', kind: Service, name: orders, port: 8080}], "
					+ "rules: [{backendRefs: [{name: orders-r2, port: 8080}]}]}");
			awaitServed("orders");
			assertThat(ask(kept)).endsWith("candidate");
			this.cluster.store().remove(TestGateway.routeKey("orders"), null);
			await().atMost(PATIENCE).until(() -> ask(kept).endsWith("stable"));
		}
	}

	/** A request on a connection that stays open; the answer's head and body. */
	private static String ask(java.net.Socket kept) throws IOException {
		kept.getOutputStream().write("GET / HTTP/1.1\r\nHost: orders\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		StringBuilder answer = new StringBuilder();
		while (answer.indexOf("\r\n\r\n") < 0) {
			int letter = kept.getInputStream().read();
			if (letter < 0) {
				throw new java.io.EOFException("the connection ended after: " + answer);
			}
			answer.append((char) letter);
		}
		String lower = answer.toString().toLowerCase(java.util.Locale.ROOT);
		int at = lower.indexOf("content-length: ") + "content-length: ".length();
		int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
		return answer + new String(kept.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
	}

	@Test
	void aBackendThatComesLaterIsFoundAndReported() throws Exception {
		this.cluster.service("orders", server("stable"));
		this.cluster.route("orders", SPLIT);
		await().atMost(PATIENCE).until(() -> this.cluster.is("orders", "ResolvedRefs", "BackendNotFound"));
		awaitServed("orders");
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).startsWith("500 "));
		this.cluster.service("orders-r1", server("late"));
		this.cluster.service("orders-r2", 0);
		await().atMost(PATIENCE).until(() -> this.cluster.is("orders", "ResolvedRefs", "ResolvedRefs"));
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).equals("200 late"));
	}

	@Test
	void aParentThatIsNotThereOrAnothersIsRefused() throws Exception {
		this.cluster.route("lost", "{parentRefs: [{group: '', kind: Service, name: nobody}]}");
		await().atMost(PATIENCE).until(() -> this.cluster.is("lost", "Accepted", "NoMatchingParent"));
		orders();
		this.cluster.route("port", "{parentRefs: [{group: '', kind: Service, name: orders, port: 81}]}");
		await().atMost(PATIENCE).until(() -> this.cluster.is("port", "Accepted", "NoMatchingParent"));
		this.cluster.route("far", "{parentRefs: [{group: '', kind: Service, name: kubernetes, namespace: other}]}");
		await().atMost(PATIENCE).until(() -> this.cluster.is("far", "Accepted", "NotAllowedByListeners"));
		this.cluster.route("pattern", "{parentRefs: [{group: '', kind: Service, name: orders}], "
				+ "rules: [{matches: [{path: {type: RegularExpression, value: '/a+'}}]}]}");
		await().atMost(PATIENCE).until(() -> this.cluster.is("pattern", "Accepted", "UnsupportedValue"));
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).equals("200 stable"));
	}

	@Test
	void aRouteThatIsTakenAwayLeavesTheServiceAsItWas() throws Exception {
		orders();
		this.cluster.route("orders", SPLIT);
		awaitServed("orders");
		this.cluster.weigh("orders", 0, 0);
		this.cluster.weigh("orders", 1, 1);
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).equals("200 candidate"));
		this.cluster.store().remove(TestGateway.routeKey("orders"), null);
		await().atMost(PATIENCE).until(() -> this.cluster.get(url()).equals("200 stable"));
	}

	@Test
	void whatIsSaidAboutAParentGoesWithIt() throws Exception {
		orders();
		this.cluster.route("orders", SPLIT);
		awaitServed("orders");
		this.cluster.store().update(TestGateway.routeKey("orders"), (route) -> {
			ObjectNode spec = (ObjectNode) route.path("spec");
			((ObjectNode) spec.path("parentRefs").path(0)).put("name", "orders-r2");
			return route;
		});
		await().atMost(PATIENCE).until(() -> {
			var parents = java.util.Objects.requireNonNull(this.cluster.store().shared(TestGateway.routeKey("orders")))
				.path("status")
				.path("parents");
			return parents.size() == 1 && parents.get(0).path("parentRef").path("name").asText().equals("orders-r2");
		});
	}

	@Test
	void aGatewayGetsAnAddressAndServesItsRoutesThere() throws Exception {
		orders();
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		this.cluster.create("gateways.gateway.networking.k8s.io", """
				{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: web}, spec: {
				gatewayClassName: slipway, listeners: [{name: http, protocol: HTTP, port: %1$d},
				{name: shop, protocol: HTTP, port: %1$d, hostname: '*.shop.example'},
				{name: tls, protocol: HTTPS, port: 8443}]}}""".formatted(port));
		this.cluster.route("orders", """
				{parentRefs: [{name: web, sectionName: shop}], hostnames: [orders.shop.example, elsewhere.example],
				rules: [{matches: [{path: {value: /orders}}], backendRefs: [{name: orders-r2, port: 8080}]}]}""");
		this.cluster.route("stray", "{parentRefs: [{name: web, sectionName: shop}], hostnames: [a.example]}");
		Key key = Key.of("gateways.gateway.networking.k8s.io", "default", "web");
		await().atMost(PATIENCE)
			.until(() -> Conditions.isTrue(
					java.util.Objects.requireNonNull(this.cluster.store().shared(key)).path("status"), "Programmed"));
		awaitServed("orders");
		await().atMost(PATIENCE).until(() -> this.cluster.is("stray", "Accepted", "NoMatchingListenerHostname"));
		ObjectNode gateway = java.util.Objects.requireNonNull(this.cluster.store().shared(key));
		String address = gateway.path("status").path("addresses").path(0).path("value").asText();
		assertThat(address).isEqualTo(this.cluster.address("web-slipway")).startsWith("127.200.");
		assertThat(gateway.path("status").path("listeners")).hasSize(3);
		assertThat(gateway.path("status").path("listeners").path(1).path("attachedRoutes").asInt()).isEqualTo(1);
		assertThat(Conditions.get(gateway.path("status").path("listeners").path(2), "Accepted").path("reason").asText())
			.isEqualTo("UnsupportedProtocol");
		String host = raw(address, port, "orders.shop.example", "/orders/1");
		assertThat(host).contains("HTTP/1.1 200").contains("candidate");
		assertThat(raw(address, port, "orders.shop.example", "/other")).contains("HTTP/1.1 404");
		assertThat(raw(address, port, "elsewhere.example", "/orders")).contains("HTTP/1.1 404");
	}

	private static String raw(String address, int port, String host, String path) throws IOException {
		try (java.net.Socket socket = new java.net.Socket(address, port)) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void routesAreServedFromTheFirstConnectionAfterARestart() throws Exception {
		orders();
		this.cluster.route("orders", SPLIT);
		awaitServed("orders");
		this.cluster.weigh("orders", 0, 0);
		long generation = this.cluster.weigh("orders", 1, 1);
		await().atMost(PATIENCE)
			.until(() -> this.cluster.condition("orders", "Accepted")
				.path("observedGeneration")
				.asLong() == generation);
		String url = url();
		this.cluster.close();
		this.cluster = new TestGateway(this.directory);
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
			String answer = this.cluster.get(url);
			assertThat(answer).isIn("", "200 candidate");
			return answer.equals("200 candidate");
		});
	}

}
