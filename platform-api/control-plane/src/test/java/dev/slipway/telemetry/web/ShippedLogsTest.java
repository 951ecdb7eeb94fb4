package dev.slipway.telemetry.web;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.observability.logs.LogsUnavailable;
import dev.slipway.observability.logs.elasticsearch.ElasticsearchLogStore;
import dev.slipway.observability.logs.elasticsearch.ElasticsearchOptions;
import dev.slipway.observability.logs.elasticsearch.ElasticsearchServer;
import dev.slipway.observability.logs.elasticsearch.FieldScheme;
import dev.slipway.telemetry.Visibility;
import dev.slipway.test.Api;
import dev.slipway.test.OneService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;

/**
 * A service's log file goes by rsyslog, with the configuration that is shipped, into a
 * real Elasticsearch with the template that is shipped, and comes out of the platform's
 * API.
 */
@NullUnmarked
class ShippedLogsTest {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final String TRACE = "6b0137804a28697d3b1bb3924421fc87";

	private static final Actor ANN = new Actor("ann", Role.DEVELOPER, Set.of("shop"));

	/** A process that writes into its own log what it would like to be. */
	private static final List<String> MORE = List.of(
			"{\"@timestamp\":\"2026-11-21T06:21:00Z\",\"log.level\":\"ERROR\",\"message\":\"forged line\","
					+ "\"error.stack_trace\":\"a.B: c\\n\\tat a.B.c(B.java:1)\",\"trace.id\":\"t1\","
					+ "\"service.name\":\"payments\",\"service\":{\"name\":\"payments\"},\"slipway.team\":\"bank\","
					+ "\"slipway\":{\"team\":\"bank\"},\"kubernetes\":{\"pod\":{\"name\":\"payments-1\"}},"
					+ "\"slipway.rest\":\"{}\",\"status\":503}",
			"2026-11-21 06:22:00 WARN it broke", "java.lang.IllegalStateException: x", "\tat a.B.c(B.java:1)",
			"Caused by: java.io.IOException: y", "\t... 3 more");

	@Test
	void aServicesLogFileComesOutOfTheApiWithItsTraceId(@TempDir Path folder) throws Exception {
		Rsyslog.required();
		try (ElasticsearchServer server = new ElasticsearchServer();
				ElasticsearchLogStore store = new ElasticsearchLogStore(options(server.uri()), Clock.systemUTC())) {
			assertThat(server
				.ask("PUT", "/_index_template/slipway-logs", Rsyslog.deployed("elasticsearch/index-template.json"))
				.statusCode()).isEqualTo(200);
			List<String> lines = resource("/shippers/orders.log").lines().toList();
			Path log = folder.resolve("logs/shop/orders/dev/2/orders-r2-x2x4q.log");
			Files.createDirectories(log.getParent());
			Files.write(log, lines);
			MockMvc api = Api.of(() -> ANN,
					new LogController(store, new Visibility(new OneService()), new LogTails(), Clock.systemUTC()));
			try (Rsyslog rsyslog = new Rsyslog(folder, server.uri().getPort())) {
				comes(rsyslog, api, "", lines.size());
				Files.write(log, MORE, StandardOpenOption.APPEND);
				comes(rsyslog, api, "", lines.size() + 3);
				theTraceLeadsToItsLine(api);
				theFileSaysWhoseItIs(api);
				theTraceOfAnExceptionBelongsToItsLine(api);
			}
		}
	}

	private static void theTraceLeadsToItsLine(MockMvc api) throws Exception {
		ask(api, "traceId:" + TRACE).andExpect(jsonPath("$.items", hasSize(1)))
			.andExpect(jsonPath("$.items[0].traceId").value(TRACE))
			.andExpect(jsonPath("$.items[0].spanId").value("f069e5c58d65b53c"))
			.andExpect(jsonPath("$.items[0].timestamp").value(startsWith("2026-11-21T06:17:37.243")))
			.andExpect(jsonPath("$.items[0].message")
				.value("Order 05eb31b2-0b95-47dc-8738-b6f79a460429 of 900 cents taken for ada, stock UNCHECKED"))
			.andExpect(jsonPath("$.items[0].level").value("INFO"))
			.andExpect(jsonPath("$.items[0].logger").value("com.example.orders.Orders"))
			.andExpect(jsonPath("$.items[0].environment").value("dev"))
			.andExpect(jsonPath("$.items[0].release").value("2"))
			.andExpect(jsonPath("$.items[0].pod").value("orders-r2-x2x4q"))
			.andExpect(jsonPath("$.items[0].fields.totalCents").value("900"))
			.andExpect(jsonPath("$.items[0].fields['process.thread.name']").value("http-nio-127.64.0.5-8080-exec-2"));
		ask(api, "totalCents:>=900 AND level:info").andExpect(jsonPath("$.items", hasSize(1)));
		ask(api, "totalCents:>900").andExpect(jsonPath("$.items", hasSize(0)));
	}

	private static void theFileSaysWhoseItIs(MockMvc api) throws Exception {
		ask(api, "\"forged line\"").andExpect(jsonPath("$.items", hasSize(1)))
			.andExpect(jsonPath("$.items[0].service").value("orders"))
			.andExpect(jsonPath("$.items[0].pod").value("orders-r2-x2x4q"))
			.andExpect(jsonPath("$.items[0].traceId").value("t1"))
			.andExpect(jsonPath("$.items[0].stackTrace").value("a.B: c\n\tat a.B.c(B.java:1)"))
			.andExpect(jsonPath("$.items[0].fields.status").value("503"));
	}

	private static void theTraceOfAnExceptionBelongsToItsLine(MockMvc api) throws Exception {
		ask(api, "level:warn AND broke").andExpect(jsonPath("$.items", hasSize(1)));
		ask(api, "IllegalStateException AND IOException").andExpect(jsonPath("$.items", hasSize(1)));
	}

	/**
	 * An Elasticsearch whose new index is just starting answers that it cannot be asked
	 * yet.
	 */
	private static void comes(Rsyslog rsyslog, MockMvc api, String query, int lines) {
		try {
			Awaitility.await()
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(200))
				.ignoreExceptionsMatching((ex) -> ex.getCause() instanceof LogsUnavailable)
				.untilAsserted(() -> ask(api, query).andExpect(jsonPath("$.total").value(lines)));
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError(rsyslog.said(), ex);
		}
	}

	private static ResultActions ask(MockMvc api, String query) throws Exception {
		return api.perform(get("/api/v1/services/orders/logs").param("query", query)
			.param("from", "2020-01-01T00:00:00Z")
			.param("to", "2120-01-01T00:00:00Z"));
	}

	/** With all the patience of a busy machine. */
	private static ElasticsearchOptions options(URI uri) {
		return new ElasticsearchOptions(uri, null, null, PATIENCE, 32 << 20, 8, "slipway-logs-*", FieldScheme.ECS,
				null);
	}

	private static String resource(String name) throws Exception {
		try (InputStream in = ElasticsearchServer.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
