package dev.slipway.cluster.proxy.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.slipway.cluster.proxy.http.Front.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whom a request reaches, and what a client gets when it reaches nobody. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HttpProxyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Front front = new Front();

	@AfterEach
	void stop() {
		this.front.close();
	}

	@Test
	void requestsAreSharedByWeightToWithinOne() throws Exception {
		try (Scripted stable = Scripted.named("stable"); Scripted canary = Scripted.named("canary")) {
			this.front.endpoints("a", stable.port())
				.endpoints("b", canary.port())
				.weights(backend("a", 95) + "," + backend("b", 5));
			Map<String, Integer> got = new HashMap<>();
			try (RawClient raw = new RawClient(this.front)) {
				for (int i = 0; i < 10_000; i++) {
					got.merge(raw.get("/"), 1, Integer::sum);
				}
			}
			assertThat(got.get("canary")).isBetween(499, 501);
			assertThat(got.get("stable")).isBetween(9_499, 9_501);
			await().atMost(PATIENCE).until(() -> this.front.count("a", "200") + this.front.count("b", "200") == 10_000);
			assertThat(this.front.metrics())
				.contains("slipway_proxy_requests_total{namespace=\"shop\",service=\"orders\","
						+ "route=\"shop/orders\",backend=\"b\",code=\"200\"} " + got.get("canary"))
				.contains("le=\"+Inf\"} " + got.get("canary"));
		}
	}

	@Test
	void aNewWeightActsOnTheNextRequestOfAnOpenConnection() throws Exception {
		try (Backend stable = Backend.named("stable");
				Backend canary = Backend.named("canary");
				RawClient raw = new RawClient(this.front)) {
			this.front.endpoints("a", stable.port()).endpoints("b", canary.port());
			for (int round = 0; round < 20; round++) {
				this.front.weights(backend("a", 100) + "," + backend("b", 0));
				assertThat(raw.get("/")).isEqualTo("stable");
				this.front.weights(backend("a", 0) + "," + backend("b", 100));
				assertThat(raw.get("/")).isEqualTo("canary");
			}
		}
	}

	@Test
	void aHeaderChoosesTheCandidate() throws Exception {
		try (Backend stable = Backend.named("stable"); Backend canary = Backend.named("canary")) {
			this.front.endpoints("a", stable.port()).endpoints("b", canary.port()).rules("""
					{rules: [{backendRefs: [{name: a, port: 80}]},
					{matches: [{headers: [{name: x-canary, value: always}]}], backendRefs: [{name: b, port: 80}]}]}""");
			assertThat(send(request("/").header("X-Canary", "always")).body()).isEqualTo("canary");
			assertThat(send(request("/").header("X-Canary", "never")).body()).isEqualTo("stable");
			assertThat(send(request("/")).body()).isEqualTo("stable");
		}
	}

	@Test
	void withoutARouteTheServiceItselfAnswers() throws Exception {
		try (Backend own = Backend.named("own"); RawClient raw = new RawClient(this.front)) {
			this.front.endpoints("orders", own.port()).weights(backend("gone", 1));
			assertThat(raw.get("/")).contains("no endpoint of gone");
			this.front.noRoute();
			assertThat(raw.get("/")).isEqualTo("own");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					404 | no route matches           | {rules: [{matches: [{path: {value: /other}}]}]}
					500 | the route has no backend   | {rules: [{}]}
					500 | the route has no backend   | {rules: [{backendRefs: [{name: a, port: 80, weight: 0}]}]}
					500 | a backend that is not there | {rules: [{backendRefs: [{name: a, kind: Bucket, group: x.y, port: 80}]}]}
					503 | no endpoint of a is ready  | {rules: [{backendRefs: [{name: a, port: 80}]}]}
					503 | does not take connections  | {rules: [{backendRefs: [{name: closed, port: 80}]}]}
					""")
	void whoReachesNobodyIsTold(int status, String why, String rules) throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.front.endpoints("closed", socket.getLocalPort());
		}
		this.front.rules(rules);
		HttpResponse<String> answer = send(request("/"));
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.body()).contains(why);
		HttpResponse<String> toHead = send(request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()));
		assertThat(toHead.statusCode()).isEqualTo(status);
		assertThat(send(request("/").POST(HttpRequest.BodyPublishers.ofString("body"))).statusCode()).isEqualTo(status);
	}

	@Test
	void theShareOfAMissingBackendFails() throws Exception {
		try (Backend stable = Backend.named("stable")) {
			this.front.endpoints("a", stable.port())
				.weights(backend("a", 3) + ", {name: b, kind: Bucket, group: x.y, weight: 1}");
			int failed = 0;
			for (int i = 0; i < 100; i++) {
				failed += (send(request("/")).statusCode() == 500) ? 1 : 0;
			}
			assertThat(failed).isEqualTo(25);
		}
	}

	@Test
	void headersAreEditedAsTheRouteSays() throws Exception {
		try (Backend stable = Backend.of((exchange) -> {
			exchange.getResponseHeaders().add("X-Internal", "secret");
			Backend.answer(exchange, 200, "ok");
		})) {
			this.front.endpoints("a", stable.port()).rules("""
					{rules: [{filters: [
					{type: RequestHeaderModifier, requestHeaderModifier: {
					set: [{name: X-Env, value: prod}, {name: Content-Length, value: '9'}], remove: [X-Debug]}},
					{type: ResponseHeaderModifier, responseHeaderModifier: {
					add: [{name: X-Served, value: local}], remove: [X-Internal]}}],
					backendRefs: [{name: a, port: 80, filters: [{type: RequestHeaderModifier,
					requestHeaderModifier: {add: [{name: X-Backend, value: a}]}}]}]}]}""");
			HttpResponse<String> answer = send(request("/").header("X-Debug", "1").header("X-Env", "dev"));
			assertThat(answer.headers().map()).containsKey("x-served").doesNotContainKey("x-internal");
			assertThat(stable.heads().get(0))
				.contains("X-env=[prod]", "X-backend=[a]", "X-forwarded-for=[127.0.0.1]", "X-forwarded-proto=[http]")
				.doesNotContain("X-debug", "Content-length=[9]");
		}
	}

	@Test
	void anAnswerThatDoesNotComeInTimeIsNotWaitedFor() throws Exception {
		try (Scripted silent = new Scripted((self, connection) -> {
			self.head(Scripted.reader(connection));
			connection.getInputStream().read();
		})) {
			this.front.endpoints("a", silent.port())
				.rules("{rules: [{timeouts: {request: 200ms}, backendRefs: [{name: a, port: 80}]}]}");
			assertThat(send(request("/")).statusCode()).isEqualTo(504);
			await().atMost(PATIENCE).until(() -> this.front.count("a", "504") == 1);
		}
	}

	@Test
	void anyClientOfTheJdkIsServedAsItComes() throws Exception {
		try (Backend stable = Backend.named("stable")) {
			this.front.endpoints("a", stable.port()).weights(backend("a", 1));
			HttpClient http2 = HttpClient.newHttpClient();
			for (int i = 0; i < 3; i++) {
				HttpResponse<String> answer = http2.send(HttpRequest.newBuilder(this.front.uri("/"))
					.POST(HttpRequest.BodyPublishers.ofString("x"))
					.build(), HttpResponse.BodyHandlers.ofString());
				assertThat(answer.body()).isEqualTo("stable");
			}
			assertThat(stable.heads()).noneMatch((head) -> head.contains("Upgrade") || head.contains("Http2-settings"));
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.front.uri(path)).timeout(PATIENCE);
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
