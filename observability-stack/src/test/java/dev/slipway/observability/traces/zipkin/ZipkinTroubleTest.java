package dev.slipway.observability.traces.zipkin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.MovedClock;
import dev.slipway.observability.traces.BadTraceQuery;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TracesUnavailable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zipkin2.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A Zipkin that is down, slow, or something else: no data, with the reason. */
@NullUnmarked
class ZipkinTroubleTest {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private static final String TRACE = "[{\"traceId\":\"00000000000000a1\",\"id\":\"0000000000000001\",\"name\":\"get\","
			+ "\"timestamp\":1795262399000000,\"duration\":5000,\"localEndpoint\":{\"serviceName\":\"orders\"}}]";

	private static final QueryScope SHOP = QueryScope.service("shop", "orders");

	private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	private final MovedClock clock = new MovedClock();

	private final CountDownLatch over = new CountDownLatch(1);

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private final List<ZipkinTraceStore> stores = new ArrayList<>();

	private HttpServer server;

	private volatile HttpHandler answer = (exchange) -> json(exchange, "[" + TRACE + "]");

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.workers);
		this.server.createContext("/", (exchange) -> {
			this.asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			this.answer.handle(exchange);
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.over.countDown();
		this.stores.forEach(ZipkinTraceStore::close);
		this.server.stop(0);
		this.workers.shutdownNow();
	}

	private static void json(HttpExchange exchange, String body) throws IOException {
		send(exchange, 200, "application/json", body);
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	private ZipkinTraceStore store(Duration timeout, int most, boolean forward) {
		URI url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/zip/");
		ZipkinTraceStore store = new ZipkinTraceStore(
				ZipkinOptions.of(url, "Bearer s3cret", null, timeout, most, 2, forward), this.clock);
		this.stores.add(store);
		return store;
	}

	private ZipkinTraceStore store() {
		return store(PATIENCE, 1 << 20, true);
	}

	private static List<List<Span>> ask(ZipkinTraceStore store, Map<String, String> tags) {
		return store.search(
				new TraceQuery("orders", null, tags, null, null, NOON.minusSeconds(60), NOON.plusSeconds(1), 100),
				SHOP);
	}

	private static void unavailable(ZipkinTraceStore store, String reason) {
		assertThatExceptionOfType(TracesUnavailable.class).isThrownBy(() -> ask(store, Map.of()))
			.withMessageContaining(reason);
	}

	@Test
	void asksBelowItsPathWithCredentialsAndLimits() {
		assertThat(ask(store(), Map.of("error", "", "http.method", "GET"))).as("what does not match is left out")
			.isEmpty();
		assertThat(this.asked).singleElement()
			.asString()
			.startsWith("/zip/api/v2/traces?endTs=" + NOON.plusSeconds(1).toEpochMilli()
					+ "&lookback=61000&limit=100&serviceName=orders"
					+ "&annotationQuery=error+and+http.method%3DGET Bearer s3cret");
	}

	@Test
	void aTagThatZipkinWouldMisreadIsNotSent() {
		assertThat(ask(store(), Map.of("note", "x and team=other", "b", "1"))).isEmpty();
		assertThat(this.asked).singleElement()
			.asString()
			.contains("&limit=1000&", "&annotationQuery=b%3D1 ")
			.doesNotContain("other");
	}

	/**
	 * A server that minds no condition cannot make the platform tell what is not seen.
	 */
	@Test
	void whatAServerShouldNotHaveAnsweredIsNotTold() {
		this.answer = (exchange) -> json(exchange,
				"[" + TRACE + "," + TRACE.replace("orders", "payments").replace("a1", "a2") + "]");
		assertThat(ask(store(), Map.of())).singleElement()
			.satisfies((trace) -> assertThat(trace).extracting(Span::traceId).containsExactly("00000000000000a1"));
		this.answer = (exchange) -> json(exchange, TRACE.replace("orders", "payments"));
		assertThat(store().trace("a1", SHOP)).isEmpty();
		this.answer = (exchange) -> json(exchange, "[\"payments\",\"orders\"]");
		assertThat(store().services(SHOP)).containsExactly("orders");
		this.answer = (exchange) -> json(exchange,
				"[{\"parent\":\"payments\",\"child\":\"bank\",\"callCount\":3},{\"parent\":\"web\",\"child\":\"orders\",\"callCount\":1}]");
		assertThat(store().dependencies(NOON, NOON, SHOP)).singleElement()
			.satisfies((link) -> assertThat(link.parent()).isEqualTo("web"));
		int before = this.asked.size();
		assertThat(store().search(TraceQuery.service("payments", NOON, NOON, 1), SHOP)).isEmpty();
		assertThat(store().search(new TraceQuery(null, null, Map.of(), null, null, NOON, NOON, 1),
				QueryScope.of(Set.of(), Set.of())))
			.isEmpty();
		assertThat(this.asked).as("nothing is asked for who sees nothing").hasSize(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"200 | text/html | <html>Sign in</html> | something else than JSON",
			"200 | application/json | [[{ | cannot be read", "200 | application/json | {} | something else than JSON",
			"200 | application/json | [[{\"traceId\":\"zz\"}]] | cannot be read",
			"200 | application/json | [7] | cannot be read", "200 | application/json | [null] | cannot be read",
			"200 | text/plain | ~~ | something else than JSON", "302 | text/plain | moved | sign-in page",
			"401 | text/plain | no | slipway.traces.zipkin.token", "403 | application/json | {} | .password",
			"404 | text/plain | 404 page not found | path prefix", "404 | text/html | <b>404</b> | path prefix",
			"503 | text/plain | storage is away | answers 503: storage is away", "500 | text/html | <b>x</b> | JSON" })
	void whatIsNoAnswerIsNoData(int status, String type, String body, String reason) {
		this.answer = (exchange) -> send(exchange, status, type, body);
		unavailable(store(), reason);
		StoreHealth health = store().health();
		assertThat(health.up()).isFalse();
		assertThat(health.connection()).isNotNull().satisfies((connection) -> {
			assertThat(connection.version()).isNull();
			assertThat(connection.latencyMillis()).isNull();
			assertThat(connection.lastError()).as("the test of the connection is remembered").contains(reason);
			assertThat(connection.lastErrorAt()).isNotNull();
		});
		assertThat(health.detail()).doesNotContain("s3cret");
	}

	@Test
	void aTraceThatIsUnknownIsToldFromAWrongAddress() {
		this.answer = (exchange) -> send(exchange, 404, "text/plain", "00000000000000a1 not found");
		assertThat(store().trace("a1", SHOP)).isEmpty();
		this.answer = (exchange) -> send(exchange, 404, "text/plain", "no such page");
		assertThatExceptionOfType(TracesUnavailable.class).isThrownBy(() -> store().trace("a1", SHOP))
			.withMessageContaining("path prefix");
		this.answer = (exchange) -> {
			boolean services = exchange.getRequestURI().getPath().endsWith("/services");
			send(exchange, services ? 200 : 404, "application/json", services ? "[\"orders\"]" : "{}");
		};
		assertThat(store().trace("a1", SHOP)).isEmpty();
	}

	@Test
	void aRefusedQuestionIsTheAskersFault() {
		this.answer = (exchange) -> send(exchange, 400, "text/plain", "limit is odd");
		ZipkinTraceStore store = store();
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(BadTraceQuery.class).isThrownBy(() -> ask(store, Map.of()))
				.withMessageContaining("limit is odd");
		}
		assertThat(this.asked).hasSize(20);
	}

	@Test
	void oneThatIsSlowIsGivenUp() {
		this.answer = (exchange) -> {
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		unavailable(store(Duration.ofSeconds(2), 1 << 20, false),
				"did not answer within 2000 ms (slipway.traces.zipkin.timeout)");
	}

	@Test
	void tooManyTracesAreAskedForInSmallerNumbers() {
		this.answer = (exchange) -> json(exchange, exchange.getRequestURI().getQuery().contains("limit=25&")
				? "[" + TRACE + "]" : "[" + " ".repeat(200_000) + TRACE + "]");
		assertThat(ask(store(PATIENCE, 100_000, false), Map.of())).hasSize(1);
		assertThat(this.asked).hasSize(2);
		this.answer = (exchange) -> json(exchange, "[" + " ".repeat(200_000) + TRACE + "]");
		unavailable(store(PATIENCE, 100_000, false), "more than 100000 bytes");
	}

	@Test
	void oneThatIsDownIsNotAskedForSomeSecondsAndThenAgain() {
		ZipkinTraceStore store = store(PATIENCE, 1 << 20, false);
		this.answer = (exchange) -> send(exchange, 500, "text/plain", "disk full");
		for (int i = 0; i < 4; i++) {
			unavailable(store, "disk full");
		}
		unavailable(store, "Zipkin is not asked for 10 s because of this");
		assertThat(this.asked).hasSize(4);
		this.answer = (exchange) -> json(exchange,
				exchange.getRequestURI().getPath().endsWith("/services") ? "[\"orders\"]" : "[" + TRACE + "]");
		StoreHealth health = Awaitility.await().atMost(PATIENCE).until(store::health, StoreHealth::up);
		assertThat(health.detail()).contains("held back", "version unknown");
		assertThat(health.connection()).isNotNull().satisfies((connection) -> {
			assertThat(connection.address()).endsWith("/zip/");
			assertThat(connection.lastError()).contains("disk full");
			assertThat(connection.lastErrorAt()).isEqualTo(this.clock.instant());
		});
		unavailable(store, "not asked");
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 5; i++) {
			assertThat(ask(store, Map.of())).hasSize(1);
		}
	}

	@Test
	void oneThatIsNotThereSaysSo() {
		ZipkinTraceStore store = store();
		this.server.stop(0);
		unavailable(store, "cannot be connected");
		assertThat(store.health().up()).isFalse();
		assertThat(store.health().detail()).contains("slipway.traces.zipkin.url").doesNotContain("s3cret");
	}

	@Test
	void spansThatAreNotSentOnAreCounted() {
		ZipkinTraceStore store = store(PATIENCE, 1 << 20, false);
		store.accept(List.of(Span.newBuilder().traceId("a1").id("1").build()));
		this.answer = (exchange) -> json(exchange, "[]");
		StoreHealth health = Awaitility.await().atMost(PATIENCE).until(store::health, StoreHealth::up);
		assertThat(health.detail()).contains("1 spans came here and went nowhere", "slipway.traces.zipkin.forward");
	}

	@Test
	void addressesAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> ZipkinOptions.at(URI.create("zipkin:9411")))
			.withMessageContaining("slipway.traces.zipkin.url has to be like http://zipkin");
		assertThatIllegalArgumentException().isThrownBy(() -> ZipkinOptions.at(URI.create("http://u:p@h:9411")));
	}

}
