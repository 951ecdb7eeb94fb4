package dev.slipway.observability.logs.elasticsearch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecords;
import dev.slipway.observability.logs.LogsUnavailable;
import dev.slipway.observability.metrics.MovedClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** An Elasticsearch that is down, slow, or something else: no logs, with the reason. */
@NullUnmarked
class ElasticsearchTroubleTest {

	private static final String JSON = "application/vnd.elasticsearch+json;compatible-with=8";

	private static final String NONE = "{\"took\":1,\"timed_out\":false,\"_shards\":{\"total\":1,\"successful\":1,\"skipped\":0,"
			+ "\"failed\":0},\"hits\":{\"total\":{\"value\":0,\"relation\":\"eq\"},\"max_score\":null,\"hits\":[]}}";

	private static final String MAPPED = "{\"indices\":[\"slipway-logs-1\"],\"fields\":{\"slipway.team\":{\"keyword\":"
			+ "{\"type\":\"keyword\",\"metadata_field\":false,\"searchable\":true,\"aggregatable\":true}}}}";

	private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	private final MovedClock clock = new MovedClock();

	private final CountDownLatch over = new CountDownLatch(1);

	private ExecutorService threads;

	private HttpServer server;

	private volatile String mapping = MAPPED;

	private volatile HttpHandler answer = (exchange) -> json(exchange, 200, NONE);

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.threads = Executors.newCachedThreadPool();
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			if (exchange.getRequestURI().getPath().endsWith("/_field_caps")) {
				json(exchange, 200, this.mapping);
				return;
			}
			this.asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
					+ new String(body, StandardCharsets.UTF_8));
			this.answer.handle(exchange);
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.over.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private static void json(HttpExchange exchange, int status, String body) throws IOException {
		send(exchange, status, JSON, body);
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		if (type.equals(JSON)) {
			exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
		}
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	private ElasticsearchOptions options(Duration timeout, int most) {
		return new ElasticsearchOptions(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/es/"),
				"ApiKey s3cret", null, timeout, most, 2, "slipway-logs-*", FieldScheme.ECS, null);
	}

	private ElasticsearchLogStore store() {
		return new ElasticsearchLogStore(options(Duration.ofSeconds(60), 1 << 20), this.clock);
	}

	private static LogPage ask(ElasticsearchLogStore store) {
		return store.search(LogQuery.text("payment"), QueryScope.of(Set.of("shop"), Set.of()));
	}

	private static void unavailable(ElasticsearchLogStore store, String reason) {
		assertThatExceptionOfType(LogsUnavailable.class).isThrownBy(() -> ask(store)).withMessageContaining(reason);
	}

	@Test
	void asksWithItsCredentialsAndTheTeamBesideTheText() {
		assertThat(ask(store()).hits()).isEmpty();
		assertThat(this.asked).singleElement()
			.asString()
			.startsWith("/es/slipway-logs-*/_search?")
			.contains(" ApiKey s3cret ", "\"terms\":{\"slipway.team\":[\"shop\"]}",
					"allow_partial_search_results=false");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"200 | text/html | <html>Sign in</html> | something else than JSON",
			"200 | application/json | {} | does not answer as Elasticsearch does",
			"200 | JSON | {\"a\": | does not answer as", "200 | JSON | [] | does not answer as",
			"200 | JSON | {\"hits\":17} | does not answer as", "302 | text/plain | moved | sign-in page",
			"401 | text/plain | no | slipway.logs.elasticsearch.api-key",
			"403 | JSON | {\"error\":{\"type\":\"security_exception\",\"reason\":\"no\"},\"status\":403} | of somebody who may",
			"404 | text/plain | 404 page not found | is slipway.logs.elasticsearch.url that of Elasticsearch",
			"429 | JSON | {\"error\":{\"type\":\"es_rejected\",\"reason\":\"queue is full\"},\"status\":429} | 429: queue is full",
			"503 | JSON | {\"error\":{\"type\":\"x\",\"reason\":\"all shards failed\"},\"status\":503} | all shards failed",
			"500 | text/plain | oops | 500",
			"200 | JSON | {\"took\":1,\"timed_out\":true,\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0},\"hits\":{\"hits\":[]}} | out of time",
			"200 | JSON | {\"took\":1,\"timed_out\":false,\"_shards\":{\"total\":2,\"successful\":1,\"failed\":1},\"hits\":{\"hits\":[]}} | only in part" })
	void whatIsNoAnswerIsNoData(int status, String type, String body, String reason) {
		this.answer = (exchange) -> send(exchange, status, type.equals("JSON") ? JSON : type, body);
		unavailable(store(), reason);
	}

	@Test
	void aRefusedQueryIsTheAskersFault() {
		this.answer = (exchange) -> json(exchange, 400,
				"{\"error\":{\"type\":\"x\",\"reason\":\"too many clauses\"},\"status\":400}");
		ElasticsearchLogStore store = store();
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(BadLogQuery.class).isThrownBy(() -> ask(store))
				.withMessageContaining("too many clauses");
		}
		assertThat(this.asked).hasSize(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "long", "object" })
	void teamsThatAreNoExactTermsAreNotFilteredBy(String type) {
		this.mapping = MAPPED.replace("keyword", type);
		unavailable(store(), "slipway.team is of type " + type);
		assertThat(this.asked).isEmpty();
		this.answer = (exchange) -> json(exchange, 200,
				"{\"count\":4,\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0}}");
		assertThat(store().health().up()).isFalse();
		assertThat(store().health().detail()).contains("deploy/elasticsearch/index-template.json");
	}

	@Test
	void anAnswerThatNeverEndsIsGivenUp() {
		this.answer = (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", JSON);
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
		unavailable(new ElasticsearchLogStore(options(Duration.ofSeconds(3), 1 << 20), this.clock),
				"did not answer within 3000 ms");
	}

	@Test
	void anAnswerTooLargeIsGivenUpAndHoldsBackNoQuestions() {
		ElasticsearchLogStore store = new ElasticsearchLogStore(options(Duration.ofSeconds(60), 100_000), this.clock);
		this.answer = (exchange) -> json(exchange, 200, " ".repeat(200_000) + NONE);
		for (int i = 0; i < 8; i++) {
			unavailable(store, "more than 100000 bytes");
		}
		this.answer = (exchange) -> json(exchange, 200, NONE);
		assertThat(ask(store).hits()).isEmpty();
	}

	@Test
	void oneThatIsDownIsNotAskedForSomeSecondsAndThenAgain() {
		ElasticsearchLogStore store = store();
		this.answer = (exchange) -> send(exchange, 500, "text/plain", "disk full");
		for (int i = 0; i < 4; i++) {
			unavailable(store, "disk full");
		}
		unavailable(store, "not asked for 10 s because of this");
		assertThat(this.asked).hasSize(4);
		assertThat(store.health().up()).isFalse();
		this.answer = (exchange) -> json(exchange, 200,
				"{\"count\":4,\"version\":{\"number\":\"9.1.0\"},\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0}}");
		StoreHealth health = store.health();
		assertThat(health.up()).isTrue();
		assertThat(health.detail()).contains("held back", "4 records", "version 9.1.0").doesNotContain("s3cret");
		assertThat(health.connection()).isNotNull().satisfies((connection) -> {
			assertThat(connection.address()).endsWith("/es/");
			assertThat(connection.lastError()).contains("disk full");
			assertThat(connection.lastErrorAt()).isEqualTo(this.clock.instant());
		});
		unavailable(store, "not asked");
		this.answer = (exchange) -> json(exchange, 200, NONE);
		this.clock.advance(Duration.ofSeconds(11));
		for (int i = 0; i < 5; i++) {
			assertThat(ask(store).hits()).isEmpty();
		}
	}

	@Test
	void searchesThatFailHoldUpNoLine() {
		ElasticsearchLogStore store = store();
		this.answer = (exchange) -> {
			if (exchange.getRequestURI().getPath().endsWith("_search")) {
				send(exchange, 500, "text/plain", "too heavy");
			}
			else {
				json(exchange, 200, "{\"took\":1,\"errors\":false,\"items\":[],\"acknowledged\":true}");
			}
		};
		for (int i = 0; i < 4; i++) {
			unavailable(store, "too heavy");
		}
		unavailable(store, "not asked");
		store.append(List.of(LogRecords.info("goes on")));
		assertThat(this.asked).last().asString().startsWith("/es/_bulk ").contains("goes on");
	}

	@Test
	void linesThatAreNotTakenAreGivenAgain() {
		ElasticsearchLogStore store = store();
		this.answer = (exchange) -> json(exchange, 200,
				"{\"took\":1,\"errors\":true,\"items\":[{\"create\":{\"_index\":\"i\","
						+ "\"_id\":\"1\",\"status\":429,\"error\":{\"type\":\"rejected\",\"reason\":\"queue is full\"}}}]}");
		assertThatExceptionOfType(LogsUnavailable.class)
			.isThrownBy(() -> store.append(List.of(LogRecords.info("again"))))
			.withMessageContaining("429: queue is full");
		this.answer = (exchange) -> json(exchange, 200,
				"{\"took\":1,\"errors\":true,\"items\":[{\"create\":{\"_index\":\"i\","
						+ "\"_id\":\"1\",\"status\":409,\"error\":{\"type\":\"conflict\",\"reason\":\"it is there\"}}}]}");
		store.append(List.of(LogRecords.info("again")));
		List<String> bulks = this.asked.stream().filter((one) -> one.startsWith("/es/_bulk")).toList();
		assertThat(bulks).hasSize(2);
		assertThat(name(bulks.get(0))).isEqualTo(name(bulks.get(1)));
	}

	/** The document's, which has to be the same each time. */
	@ParameterizedTest
	@ValueSource(strings = { "validation_exception", "index_closed_exception" })
	void troubleOfTheClusterCostsNoRecord(String type) {
		this.answer = (exchange) -> json(exchange, 200,
				"{\"took\":1,\"errors\":true,\"items\":[{\"create\":{\"_index\":"
						+ "\"slipway-logs-1\",\"_id\":\"1\",\"status\":400,\"error\":{\"type\":\"" + type
						+ "\",\"reason\":\"not now\"}}}]}");
		ElasticsearchLogStore store = store();
		assertThatExceptionOfType(LogsUnavailable.class)
			.isThrownBy(() -> store.append(List.of(LogRecords.info("kept"))))
			.withMessageContaining("not now");
	}

	@Test
	void credentialsAreNeverPartOfAMessage() {
		URI url = URI.create("http://127.0.0.1:1");
		assertThat(new ElasticsearchOptions(url, "ApiKey s3cret\n", null, Duration.ofSeconds(1), 1, 1, "a-*",
				FieldScheme.ECS, null)
			.address()
			.credentials()).isEqualTo("ApiKey s3cret");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ElasticsearchOptions(url, "ApiKey s3\ncret", null, Duration.ofSeconds(1), 1, 1, "a-*",
					FieldScheme.ECS, null))
			.withMessageContaining("control character")
			.withMessageNotContaining("cret");
	}

	private static String name(String bulk) {
		return bulk.replaceFirst("(?s).*\"_id\":\"([^\"]+)\".*", "$1");
	}

	@Test
	void oneThatIsNotThereSaysSo() {
		ElasticsearchLogStore store = store();
		this.server.stop(0);
		unavailable(store, "cannot be connected");
		assertThat(store.health().up()).isFalse();
		assertThat(store.health().detail()).contains("slipway.logs.elasticsearch.url").doesNotContain("s3cret");
	}

	@Test
	void addressesAndIndexesAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> ElasticsearchOptions.at(URI.create("elastic:9200")));
		assertThatIllegalArgumentException().isThrownBy(() -> ElasticsearchOptions.at(URI.create("http://u:p@h:9200")));
		for (String index : List.of("*", "logs", "-logs-*", "a,b-*", "Logs-*", "a*-*", "../x-*", "")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new ElasticsearchOptions(URI.create("http://h:9200"), null, null,
						Duration.ofSeconds(1), 1, 1, index, FieldScheme.ECS, null))
				.withMessageContaining("slipway.logs.elasticsearch.index");
		}
	}

}
