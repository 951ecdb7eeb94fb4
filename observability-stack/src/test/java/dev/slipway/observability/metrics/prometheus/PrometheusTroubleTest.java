package dev.slipway.observability.metrics.prometheus;

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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.LabelNames;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricsUnavailable;
import dev.slipway.observability.metrics.MovedClock;
import dev.slipway.observability.metrics.Selector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A Prometheus that is down, slow, or something else: no data, with the reason. */
class PrometheusTroubleTest {

	private static final String SEVEN = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
			+ "{\"version\":\"3\",\"uri\":\"/a\"},\"value\":[1795280599.123,\"7\"]}]}}";

	private static final MetricQuery QUERY = new MetricQuery.Gauge(Selector.of("g"), MetricQuery.Aggregation.SUM,
			List.of("release"));

	private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	private final MovedClock clock = new MovedClock();

	private final CountDownLatch over = new CountDownLatch(1);

	private HttpServer server;

	private volatile HttpHandler answer = (exchange) -> json(exchange, 200, SEVEN);

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newCachedThreadPool());
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
		this.server.stop(0);
	}

	private static void json(HttpExchange exchange, int status, String body) throws IOException {
		send(exchange, status, "application/json", body);
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	private PrometheusOptions options(Duration timeout, int most) {
		return new PrometheusOptions(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/prom/"),
				"Bearer s3cret", null, timeout, most, 2, new LabelNames("app", "owner", "env", "version", "pod"));
	}

	private PrometheusMetricStore store() {
		return new PrometheusMetricStore(options(Duration.ofSeconds(60), 1 << 20), this.clock);
	}

	private static List<MetricSeries> ask(PrometheusMetricStore store) {
		return store.instant(QUERY, QueryScope.of(Set.of("shop"), Set.of()), Instant.ofEpochMilli(1_795_280_599_123L));
	}

	private static void unavailable(PrometheusMetricStore store, String reason) {
		assertThatExceptionOfType(MetricsUnavailable.class).isThrownBy(() -> ask(store)).withMessageContaining(reason);
	}

	@Test
	void asksWithItsOwnNamesAndCredentials() {
		assertThat(ask(store())).singleElement().satisfies((series) -> {
			assertThat(series.labels()).containsOnly(java.util.Map.entry("release", "3"),
					java.util.Map.entry("uri", "/a"));
			assertThat(series.points())
				.containsExactly(new MetricSeries.Point(Instant.ofEpochMilli(1_795_280_599_123L), 7));
		});
		assertThat(this.asked).singleElement()
			.asString()
			.contains("/prom/api/v1/query Bearer s3cret", "time=1795280599.123", "timeout=60000ms",
					"query=sum+by+%28version%29+%28g%7Bowner%3D%22shop%22%7D%29");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"200 | text/html | <html>Sign in</html> | something else than JSON",
			"200 | application/json | {\"a\": | JSON", "200 | application/json | [] | JSON",
			"302 | text/plain | moved | sign-in page", "401 | text/plain | no | slipway.metrics.prometheus.token",
			"403 | application/json | {} | token",
			"404 | text/plain | 404 page not found | is slipway.metrics.prometheus.url that of Prometheus",
			"429 | application/json | {\"status\":\"error\",\"error\":\"slow down\"} | 429: slow down",
			"503 | application/json | {\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"} | query timed out",
			"500 | text/plain | oops | 500", "200 | application/json | {\"status\":\"error\",\"error\":\"odd\"} | odd",
			"200 | application/json | {\"status\":\"success\",\"warnings\":[\"store-7 is down\"],\"data\":{\"resultType\":\"vector\",\"result\":[]}} | only in part, which is taken for no answer: store-7 is down",
			"200 | application/json | {\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}} | no numbers" })
	void whatIsNoAnswerIsNoData(int status, String type, String body, String reason) {
		this.answer = (exchange) -> send(exchange, status, type, body);
		unavailable(store(), reason);
	}

	@ParameterizedTest
	@CsvSource({ "400", "422" })
	void aRefusedQuestionIsTheAskersFault(int status) {
		this.answer = (exchange) -> json(exchange, status,
				"{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"bad regexp\"}");
		PrometheusMetricStore store = store();
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(BadMetricQuery.class).isThrownBy(() -> ask(store))
				.withMessageContaining("bad regexp");
		}
		assertThat(this.asked).hasSize(20);
	}

	@Test
	void remarksAndNumbersThatAreNoneAreNotData() {
		this.answer = (exchange) -> json(exchange, 200,
				"{\"status\":\"success\",\"warnings\":[\"PromQL info: metric might not be a counter\"],\"data\":"
						+ "{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"NaN\"]}]}}");
		assertThat(ask(store())).isEmpty();
	}

	@Test
	void anAnswerThatNeverEndsIsGivenUp() {
		this.answer = (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write('{');
			exchange.getResponseBody().flush();
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		unavailable(new PrometheusMetricStore(options(Duration.ofSeconds(3), 1 << 20), this.clock),
				"did not answer within 3000 ms");
	}

	@Test
	void anAnswerTooLargeIsGivenUp() {
		this.answer = (exchange) -> json(exchange, 200, " ".repeat(200_000) + SEVEN);
		unavailable(new PrometheusMetricStore(options(Duration.ofSeconds(60), 100_000), this.clock),
				"more than 100000 bytes");
	}

	@Test
	void oneThatIsDownIsNotAskedForSomeSecondsAndThenAgain() {
		PrometheusMetricStore store = store();
		this.answer = (exchange) -> send(exchange, 500, "text/plain", "disk full");
		for (int i = 0; i < 4; i++) {
			unavailable(store, "disk full");
		}
		unavailable(store, "not asked for 10 s because of this");
		assertThat(this.asked).hasSize(4);
		assertThat(store.health().up()).isFalse();
		this.answer = (exchange) -> json(exchange, 200, SEVEN);
		StoreHealth health = Awaitility.await().atMost(Duration.ofSeconds(60)).until(store::health, StoreHealth::up);
		assertThat(health.detail()).contains("held back", "it scrapes 7 of our targets");
		assertThat(health.connection()).isNotNull().satisfies((connection) -> {
			assertThat(connection.address()).endsWith("/prom/");
			assertThat(connection.lastError()).contains("disk full");
			assertThat(connection.lastErrorAt()).isEqualTo(this.clock.instant());
		});
		unavailable(store, "not asked");
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 5; i++) {
			assertThat(ask(store)).hasSize(1);
		}
	}

	@Test
	void expressionsOfTeamsThatFailHoldBackNoQuestions() {
		PrometheusMetricStore store = store();
		this.answer = (exchange) -> send(exchange, 500, "text/plain", "too heavy");
		for (int i = 0; i < 4; i++) {
			expressionFails(store, "too heavy");
		}
		expressionFails(store, "not asked for 10 s because of this");
		this.answer = (exchange) -> json(exchange, 200, SEVEN);
		assertThat(ask(store)).hasSize(1);
		StoreHealth health = Awaitility.await().atMost(Duration.ofSeconds(60)).until(store::health, StoreHealth::up);
		assertThat(health.detail()).contains("expressions of teams are held back");
	}

	private static void expressionFails(PrometheusMetricStore store, String reason) {
		assertThatExceptionOfType(MetricsUnavailable.class)
			.isThrownBy(() -> store.expression("sum(x)", QueryScope.of(Set.of("shop"), Set.of()),
					Instant.ofEpochMilli(1_795_280_599_123L)))
			.withMessageContaining(reason);
	}

	/** The store answers: what is asked is too much, or the asker does not wait. */
	@Test
	void answersThatAreTooLargeAndAskersThatGiveUpHoldBackNoQuestions() {
		PrometheusMetricStore store = new PrometheusMetricStore(options(Duration.ofSeconds(60), 100_000), this.clock);
		this.answer = (exchange) -> json(exchange, 200, " ".repeat(200_000) + SEVEN);
		for (int i = 0; i < 8; i++) {
			unavailable(store, "more than 100000 bytes");
		}
		Thread asker = Thread.currentThread();
		this.answer = (exchange) -> {
			asker.interrupt();
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		for (int i = 0; i < 8; i++) {
			unavailable(store, "was given up");
			assertThat(Thread.interrupted()).isTrue();
		}
		this.answer = (exchange) -> json(exchange, 200, SEVEN);
		assertThat(ask(store)).hasSize(1);
	}

	@Test
	void oneThatScrapesNothingOfOursSaysWhatToDo() {
		this.answer = (exchange) -> json(exchange, 200,
				"{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\",\"resultType\":\"vector\",\"result\":[]}}");
		StoreHealth health = Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(store()::health, (found) -> found.figures().containsKey("targets"));
		assertThat(health.up()).isFalse();
		assertThat(health.detail()).contains("version 2.42.0", "labels app and owner",
				"deploy/prometheus/prometheus.yml");
	}

	@Test
	void oneThatIsNotThereSaysSo() {
		PrometheusMetricStore store = store();
		this.server.stop(0);
		unavailable(store, "cannot be connected");
		assertThat(store.health().up()).isFalse();
		assertThat(store.health().detail()).contains("slipway.metrics.prometheus.url").doesNotContain("s3cret");
	}

	@Test
	void addressesAndNamesAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> PrometheusOptions.at(URI.create("prometheus:9090")));
		assertThatIllegalArgumentException().isThrownBy(() -> PrometheusOptions.at(URI.create("http://u:p@h:9090")));
		assertThatIllegalArgumentException().isThrownBy(() -> new LabelNames("a\"}", "b", "c", "d", "e"));
	}

}
