package dev.slipway.telemetry.web;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.embedded.EmbeddedMetricStore;
import dev.slipway.observability.metrics.embedded.MetricOptions;
import dev.slipway.observability.traces.embedded.InMemoryTraceStore;
import dev.slipway.observability.traces.zipkin.ZipkinOptions;
import dev.slipway.observability.traces.zipkin.ZipkinTraceStore;
import dev.slipway.telemetry.ServiceMetrics;
import dev.slipway.telemetry.Visibility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** The API over the real embedded stores, asked by a member of team shop. */
class TelemetryApiTest {

	private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

	private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

	private static final Actor ANN = new Actor("ann", Role.DEVELOPER, Set.of("shop"));

	private static final Actor OLGA = new Actor("olga", Role.OPERATOR, Set.of());

	private Actor actor = ANN;

	private final InMemoryTraceStore traces = new InMemoryTraceStore(1000);

	private final EmbeddedMetricStore metrics = new EmbeddedMetricStore(MetricOptions.defaults(), List::of, CLOCK);

	private final Visibility visibility = new Visibility(new TwoServices());

	private LuceneLogStore logs = LuceneLogStore.open(LuceneLogOptions.in(Path.of("target/telemetry-api-test")), CLOCK);

	private MockMvc api = MockMvcBuilders.standaloneSetup().build();

	@BeforeEach
	void start(@TempDir Path folder) {
		this.logs.close();
		this.logs = LuceneLogStore.open(LuceneLogOptions.in(folder), CLOCK);
		this.api = MockMvcBuilders
			.standaloneSetup(new LogController(this.logs, this.visibility, new LogTails(), CLOCK),
					new MetricController(new ServiceMetrics(this.metrics, CLOCK, Duration.ofSeconds(5)),
							this.visibility, CLOCK),
					new TraceController(this.traces, this.visibility, CLOCK),
					new ZipkinController(this.traces, this.visibility, CLOCK), new SpanCollector(this.traces),
					new IntegrationController(this.logs, this.metrics, this.traces),
					new ExpressionController(this.metrics, this.visibility, CLOCK))
			.setCustomArgumentResolvers(new Asking())
			.setControllerAdvice(new Problems(), new StoreProblems())
			.build();
		this.logs.append(List.of(record("orders", "shop", 3, "ERROR", "Payment <b>refused</b>"),
				record("orders", "shop", 2, "INFO", "Order created"),
				record("payments", "bank", 1, "INFO", "Card 4711 charged")));
	}

	@AfterEach
	void stop() {
		this.logs.close();
		this.metrics.close();
		this.traces.close();
	}

	private static LogRecord record(String service, String team, int secondsAgo, String level, String message) {
		Instant time = NOON.minusSeconds(secondsAgo);
		return new LogRecord(time, message, level, "a.B", "t1", "s1", null,
				new Origin(service, team, "dev", "1", service + "-r1-a"), Map.of("k", "v"), "uid",
				new LogPosition(time, 1));
	}

	private ResultActions ask(String path, String... parameters) throws Exception {
		UriComponentsBuilder uri = UriComponentsBuilder.fromPath(path);
		for (int i = 0; i < parameters.length; i += 2) {
			uri.queryParam(parameters[i], "{p" + i + "}");
		}
		Object[] values = new Object[parameters.length / 2];
		for (int i = 0; i < values.length; i++) {
			values[i] = parameters[i * 2 + 1];
		}
		return this.api.perform(get(uri.encode().buildAndExpand(values).toUri()));
	}

	@Test
	void logsAreFoundWithTheirFields() throws Exception {
		ask("/api/v1/services/orders/logs", "query", "payment AND level:error", "from", "now-1h")
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.items", hasSize(1)))
			.andExpect(jsonPath("$.items[0].message").value("Payment <b>refused</b>"))
			.andExpect(jsonPath("$.items[0].level").value("ERROR"))
			.andExpect(jsonPath("$.items[0].traceId").value("t1"))
			.andExpect(jsonPath("$.items[0].fields.k").value("v"))
			.andExpect(jsonPath("$.items[0].highlights[0].field").value("message"))
			.andExpect(jsonPath("$.total").value(1));
	}

	@Test
	void pagesAndHistogram() throws Exception {
		ask("/api/v1/services/orders/logs", "limit", "1", "histogram", "true")
			.andExpect(jsonPath("$.items[0].message").value("Order created"))
			.andExpect(jsonPath("$.nextCursor").isNotEmpty())
			.andExpect(jsonPath("$.histogram.buckets[*].count").isNotEmpty())
			.andExpect(jsonPath("$.histogram.intervalMillis").value(120_000));
		ask("/api/v1/services/orders/logs", "level", "info,warn").andExpect(jsonPath("$.items", hasSize(1)));
		ask("/api/v1/services/orders/logs", "environment", "prod").andExpect(jsonPath("$.items", hasSize(0)));
	}

	@Test
	void allRecordsGoOutAsLinesOfJson() throws Exception {
		String export = "/api/v1/services/orders/logs/export";
		String all = ask(export, "query", "*").andExpect(status().isOk())
			.andExpect(content().contentType("application/x-ndjson"))
			.andExpect(header().string("Content-Disposition", containsString("orders-logs.ndjson")))
			.andReturn()
			.getResponse()
			.getContentAsString();
		assertThat(all.lines()).hasSize(2)
			.first()
			.isEqualTo("{\"timestamp\":\"2026-11-21T11:59:58Z\",\"level\":\"INFO\",\"message\":\"Order created\","
					+ "\"logger\":\"a.B\",\"service\":\"orders\",\"environment\":\"dev\",\"release\":\"1\","
					+ "\"pod\":\"orders-r1-a\",\"traceId\":\"t1\",\"spanId\":\"s1\",\"fields\":{\"k\":\"v\"}}");
		String part = ask(export, "limit", "1").andReturn().getResponse().getContentAsString();
		assertThat(part.lines()).hasSize(2).last().asString().startsWith("{\"continues\":{");
		String cursor = JsonPath.read(part.lines().toList().get(1), "$.continues.cursor");
		assertThat(ask(export, "cursor", cursor).andReturn().getResponse().getContentAsString().lines()).singleElement()
			.asString()
			.contains("Payment <b>refused</b>");
		ask(export, "query", "level:(").andExpect(status().isUnprocessableContent());
	}

	@Test
	void noQueryReachesAnotherService() throws Exception {
		for (String query : List.of("*", "team:bank", ") OR (*:*", "service:payments OR *:*", "4711")) {
			for (String path : List.of("logs", "logs/export")) {
				ask("/api/v1/services/orders/" + path, "query", query)
					.andExpect(content().string(not(containsString("4711 charged"))));
			}
		}
	}

	@Test
	void whatTheActorDoesNotSeeIsNotThere() throws Exception {
		for (String path : List.of("logs", "logs/events", "logs/export", "metrics", "traces", "traces/1",
				"dependencies")) {
			ask("/api/v1/services/payments/" + path).andExpect(status().isNotFound());
			ask("/api/v1/services/unknown/" + path).andExpect(status().isNotFound());
		}
	}

	@Test
	void badQuestionsAreAnsweredWithTheFieldAndTheRemedy() throws Exception {
		String logs = "/api/v1/services/orders/logs";
		ask(logs, "query", "level:(").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.query").value(containsString("character 8")))
			.andExpect(jsonPath("$.fields.position").value("7"))
			.andExpect(jsonPath("$.remedy").isNotEmpty());
		ask(logs, "from", "yesterday").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.from").isNotEmpty());
		ask(logs, "cursor", "forged").andExpect(status().isUnprocessableContent());
		ask(logs, "from", "now", "to", "now-1d", "histogram", "true").andExpect(status().isOk());
		ask(logs, "from", "2000-01-01T00:00:00Z", "histogram", "true").andExpect(status().isOk());
		String metrics = "/api/v1/services/orders/metrics";
		ask(metrics, "window", "long").andExpect(status().isUnprocessableContent());
		ask(metrics, "window", "7d", "step", "1s").andExpect(status().isUnprocessableContent());
		ask(metrics, "by", "team").andExpect(status().isUnprocessableContent());
		ask(metrics, "to", "later").andExpect(status().isUnprocessableContent());
	}

	@Test
	void noMetricsIsNullWithAReason() throws Exception {
		ask("/api/v1/services/orders/metrics", "environment", "dev", "window", "30s").andExpect(status().isOk())
			.andExpect(jsonPath("$.current.requestRate").value(nullValue()))
			.andExpect(jsonPath("$.reasons.requestRate").value(containsString("No pod")))
			.andExpect(jsonPath("$.overMillis").value(30_000))
			.andExpect(jsonPath("$.series", hasSize(0)));
		ask("/api/v1/services/orders/metrics", "window", "30s", "to", "2000-01-01T00:00:00Z")
			.andExpect(jsonPath("$.from").value("1999-12-31T23:59:30Z"))
			.andExpect(jsonPath("$.to").value("2000-01-01T00:00:00Z"));
	}

	@Test
	void spansComeInAndTracesGoOut() throws Exception {
		String spans = """
				[{"traceId":"abc","id":"1","kind":"SERVER","name":"get /","timestamp":%1$d,"duration":5000,
				"localEndpoint":{"serviceName":"orders"},"tags":{"error":"x","slipway.environment":"dev","slipway.release":"7"}},
				{"traceId":"abc","id":"2","parentId":"1","kind":"SERVER","name":"charge","timestamp":%1$d,"duration":1000,
				"localEndpoint":{"serviceName":"payments"},"tags":{"card":"4711"}}]"""
			.formatted((NOON.toEpochMilli() - 1000) * 1000);
		ByteArrayOutputStream gzip = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
			out.write(spans.getBytes(StandardCharsets.UTF_8));
		}
		this.api
			.perform(post("/api/v2/spans").contentType(MediaType.APPLICATION_JSON)
				.header("Content-Encoding", "gzip")
				.content(gzip.toByteArray()))
			.andExpect(status().isAccepted());
		ask("/api/v1/services/orders/traces", "environment", "dev").andExpect(jsonPath("$.items", hasSize(1)))
			.andExpect(jsonPath("$.items[0].name").value("get /"))
			.andExpect(jsonPath("$.items[0].error").value(true));
		ask("/api/v1/services/orders/traces", "environment", "dev", "release", "7")
			.andExpect(jsonPath("$.items", hasSize(1)));
		ask("/api/v1/services/orders/traces", "environment", "prod").andExpect(jsonPath("$.items", hasSize(0)));
		ask("/api/v1/services/orders/traces", "environment", "dev", "release", "8")
			.andExpect(jsonPath("$.items", hasSize(0)));
		ask("/api/v1/services/orders/traces", "minDuration", "1s").andExpect(jsonPath("$.items", hasSize(0)));
		ask("/api/v1/services/orders/traces", "tags", "error").andExpect(jsonPath("$.items", hasSize(1)));
		ask("/api/v1/services/orders/traces/abc").andExpect(jsonPath("$.spans", hasSize(2)))
			.andExpect(jsonPath("$.spans[0].durationMicros").value(5000))
			.andExpect(content().string(not(containsString("4711"))));
		ask("/api/v1/services/orders/dependencies").andExpect(jsonPath("$.items[0].child").value("payments"));
		ask("/api/v2/services").andExpect(content().string("[\"orders\"]"));
		ask("/api/v2/traces", "serviceName", "payments").andExpect(content().string("[]"));
		ask("/api/v2/traces", "serviceName", "orders", "endTs", String.valueOf(NOON.toEpochMilli()))
			.andExpect(jsonPath("$[0]", hasSize(2)));
		ask("/api/v2/trace/abc").andExpect(jsonPath("$[0].traceId").value("0000000000000abc"));
		ask("/api/v2/trace/fff").andExpect(status().isNotFound());
	}

	@Test
	void theCollectorRefusesWhatIsNoSpanListAndWhatComesFromElsewhere() throws Exception {
		this.api.perform(post("/api/v2/spans").content("nonsense")).andExpect(status().isBadRequest());
		this.api.perform(post("/api/v2/spans").content("[{\"traceId\":\"\"}]")).andExpect(status().isBadRequest());
		this.api.perform(post("/api/v2/spans").header("Content-Encoding", "gzip").content("no gzip"))
			.andExpect(status().isBadRequest());
		this.api.perform(post("/api/v2/spans").content(new byte[9 << 20])).andExpect(status().is(413));
		this.api.perform(post("/api/v2/spans").header("Slipway-Forwarded", "true").content("[]"))
			.andExpect(status().isBadRequest());
		RequestPostProcessor elsewhere = (request) -> {
			request.setRemoteAddr("192.0.2.7");
			return request;
		};
		this.api.perform(post("/api/v2/spans").with(elsewhere).content("[]")).andExpect(status().isForbidden());
	}

	@Test
	void whereAStoreIsAndWhatIsWrongIsForOperators() throws Exception {
		MetricStore away = new AwayMetrics();
		MockMvc mvc = MockMvcBuilders
			.standaloneSetup(new IntegrationController(this.logs, away, this.traces),
					new MetricController(new ServiceMetrics(away, CLOCK, Duration.ofSeconds(5)), this.visibility,
							CLOCK))
			.setCustomArgumentResolvers(new Asking())
			.setControllerAdvice(new StoreProblems())
			.build();
		for (Actor one : List.of(ANN, new Actor("val", Role.VIEWER, Set.of("shop")))) {
			this.actor = one;
			mvc.perform(get("/api/v1/integrations"))
				.andExpect(jsonPath("$.items[1].up").value(false))
				.andExpect(jsonPath("$.items[1].connection").value(nullValue()))
				.andExpect(content().string(not(containsString("10.1.2.3"))));
			mvc.perform(get("/api/v1/services/orders/metrics"))
				.andExpect(status().isServiceUnavailable())
				.andExpect(jsonPath("$.detail").value("The metric store does not answer"))
				.andExpect(content().string(not(containsString("10.1.2.3"))));
		}
		this.actor = OLGA;
		mvc.perform(get("/api/v1/integrations"))
			.andExpect(jsonPath("$.items[1].connection.address").value(AwayMetrics.ADDRESS));
		mvc.perform(get("/api/v1/services/orders/metrics"))
			.andExpect(jsonPath("$.detail").value(containsString(AwayMetrics.ADDRESS)));
	}

	@Test
	void aTraceStoreThatIsAwayIsNoEmptyAnswer() throws Exception {
		URI nobody = URI.create("http://127.0.0.1:1/zip");
		try (ZipkinTraceStore away = new ZipkinTraceStore(ZipkinOptions.at(nobody), CLOCK)) {
			MockMvc mvc = MockMvcBuilders
				.standaloneSetup(new IntegrationController(this.logs, this.metrics, away),
						new TraceController(away, this.visibility, CLOCK))
				.setCustomArgumentResolvers(new Asking())
				.setControllerAdvice(new StoreProblems())
				.build();
			for (String path : List.of("traces", "traces/abc", "dependencies")) {
				this.actor = ANN;
				mvc.perform(get("/api/v1/services/orders/" + path))
					.andExpect(status().isServiceUnavailable())
					.andExpect(jsonPath("$.detail").value("The trace store does not answer"))
					.andExpect(jsonPath("$.remedy").value(containsString("/api/v1/integrations")));
				this.actor = OLGA;
				mvc.perform(get("/api/v1/services/orders/" + path))
					.andExpect(jsonPath("$.detail").value(containsString("Zipkin")));
			}
			mvc.perform(post("/api/v1/integrations/traces/test"))
				.andExpect(jsonPath("$.up").value(false))
				.andExpect(jsonPath("$.detail").value(containsString("slipway.traces.zipkin.url")))
				.andExpect(jsonPath("$.connection.address").value(nobody.toString()))
				.andExpect(jsonPath("$.connection.lastError").value(containsString("cannot be connected")));
		}
		ask("/api/v1/services/orders/traces", "minDuration", "2s", "maxDuration", "1s")
			.andExpect(status().isBadRequest());
	}

	@Test
	void theStoresSayHowTheyAre() throws Exception {
		ask("/api/v1/integrations").andExpect(jsonPath("$.items[*].store", contains("logs", "metrics", "traces")));
		this.api.perform(post("/api/v1/integrations/metrics/test")).andExpect(status().isForbidden());
		this.actor = OLGA;
		this.api.perform(post("/api/v1/integrations/metrics/test"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.adapter").value("scraper (embedded)"));
		this.api.perform(post("/api/v1/integrations/coffee/test")).andExpect(status().isNotFound());
	}

	@Test
	void onlyOperatorsWritePromQl() throws Exception {
		ask("/api/v1/metrics/query", "query", "up").andExpect(status().isForbidden());
		this.actor = OLGA;
		ask("/api/v1/metrics/query", "query", "up").andExpect(status().is(422))
			.andExpect(jsonPath("$.fields.query").value(containsString("slipway.metrics.prometheus.url")));
	}

	/** Ann asks, or who is set. */
	private final class Asking implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Actor.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
				NativeWebRequest request, @Nullable WebDataBinderFactory binder) {
			return TelemetryApiTest.this.actor;
		}

	}

	/** Renders problems as the platform's own advice does. */
	@RestControllerAdvice
	static final class Problems {

		@ExceptionHandler
		ResponseEntity<ProblemDetail> problem(Problem problem) {
			return ResponseEntity.status(problem.status()).body(problem.toDetail());
		}

		@ExceptionHandler
		ResponseEntity<String> denied(AccessDenied denied) {
			return ResponseEntity.status(403).body(denied.getMessage());
		}

	}

}
