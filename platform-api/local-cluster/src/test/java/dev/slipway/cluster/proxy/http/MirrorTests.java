package dev.slipway.cluster.proxy.http;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Copies of requests, and that nobody notices what becomes of them. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MirrorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Front front = new Front();

	@AfterEach
	void stop() {
		this.front.close();
	}

	private void mirror(String more) {
		this.front.rules("""
				{rules: [{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: copy, port: 80}%s}}],
				backendRefs: [{name: a, port: 80}]}]}""".formatted(more));
	}

	@Test
	void eachRequestIsCopiedWithItsBodyAndTheAnswerDropped() throws Exception {
		List<String> bodies = new CopyOnWriteArrayList<>();
		try (Backend behind = Backend.named("real"); Backend copy = Backend.of((exchange) -> {
			bodies.add(exchange.getRequestMethod() + new String(exchange.getRequestBody().readAllBytes()));
			Backend.answer(exchange, 500, "of no interest");
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port()).endpoints("copy", copy.port());
			mirror("");
			assertThat(client.get("/")).isEqualTo("real");
			client.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			assertThat(client.bytes(4)).isEqualTo("real");
			await().atMost(PATIENCE).until(() -> bodies.size() == 2);
			assertThat(bodies).containsExactlyInAnyOrder("GET", "POSTabcde");
			await().atMost(PATIENCE)
				.until(() -> this.front.metrics()
					.contains(
							"slipway_proxy_mirrored_requests_total{namespace=\"shop\",backend=\"copy\",outcome=\"sent\"} 2"));
		}
	}

	@Test
	void aShareIsCopied() throws Exception {
		try (Scripted behind = Scripted.named("real");
				Backend copy = Backend.named("copy");
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port()).endpoints("copy", copy.port());
			mirror(", percent: 25");
			for (int i = 0; i < 40; i++) {
				assertThat(client.get("/")).isEqualTo("real");
			}
			await().atMost(PATIENCE).until(() -> copy.requests() == 10);
		}
	}

	@Test
	void aMirrorThatHangsOrRefusesIsNotNoticed() throws Exception {
		int closed;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			closed = socket.getLocalPort();
		}
		try (Scripted behind = Scripted.named("real");
				Scripted hangs = new Scripted((self, connection) -> connection.getInputStream().readAllBytes());
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port()).endpoints("copy", hangs.port(), closed);
			mirror("");
			for (int i = 0; i < 500; i++) {
				assertThat(client.get("/")).isEqualTo("real");
			}
			this.front.endpoints("copy");
			assertThat(client.get("/")).isEqualTo("real");
			await().atMost(PATIENCE).until(() -> this.front.metrics().contains("outcome=\"dropped\""));
			assertThat(this.front.count("a", "200")).isGreaterThanOrEqualTo(500);
		}
	}

	@Test
	void aBodyThatIsTooLargeIsNotCopiedAndStillArrives() throws Exception {
		try (Backend behind = Backend.named("real");
				Backend copy = Backend.named("copy");
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port()).endpoints("copy", copy.port());
			mirror("");
			client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000000\n\n" + "x".repeat(1_000_000));
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			await().atMost(PATIENCE).until(() -> this.front.metrics().contains("outcome=\"dropped\"} 1"));
			assertThat(copy.requests()).isZero();
		}
	}

}
