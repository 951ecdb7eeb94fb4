package dev.slipway.telemetry.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.test.SettableClock;
import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.telemetry.Visibility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.MethodParameter;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** Which metrics a service has, asked by a member of team shop. */
@NullUnmarked
class MetricListApiTest {

	private static final String METRICS = "/api/v1/services/orders/metrics";

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private MockMvc api;

	@BeforeEach
	void start() {
		ScrapedPods.Pod orders = this.pods.pod("shop", "orders", 1, "orders-r1-a").gauge("cups{size=\"l\"}", 3);
		this.pods.pod("shop", "stock", 1, "stock-r1-a").gauge("pallets", 3);
		this.pods.pod("bank", "payments", 1, "payments-r1-a").gauge("vault{size=\"xl\"}", 3);
		for (int i = 0; i < 6; i++) {
			orders.answers(5, 200, 30);
			this.pods.scrape();
		}
		Visibility visibility = new Visibility(new Services());
		this.api = MockMvcBuilders
			.standaloneSetup(new MetricListController(this.pods.store(), visibility, this.clock),
					new MetricPointController(this.pods.store(), visibility, this.clock))
			.setCustomArgumentResolvers(new Ann())
			.setControllerAdvice(new Problems())
			.build();
	}

	@AfterEach
	void stop() {
		this.pods.close();
	}

	private ResultActions ask(String path) throws Exception {
		return this.api.perform(get(METRICS + path));
	}

	@Test
	void namesLabelsAndValuesAreOfTheServiceAlone() throws Exception {
		ask("/names").andExpect(jsonPath("$.items", hasItems("cups", "http_server_requests_seconds_count", "up")))
			.andExpect(jsonPath("$.whole").value(true))
			.andExpect(content().string(not(containsString("pallets"))))
			.andExpect(content().string(not(containsString("vault"))));
		ask("/names?limit=1").andExpect(jsonPath("$.items", hasSize(1))).andExpect(jsonPath("$.whole").value(false));
		ask("/labels?metric=cups").andExpect(jsonPath("$.items", hasItems("__name__", "size", "pod")));
		ask("/labels/size/values").andExpect(jsonPath("$.items", containsInAnyOrder("l")));
		ask("/series?metric=cups").andExpect(jsonPath("$.items", hasSize(1)))
			.andExpect(jsonPath("$.items[0].size").value("l"));
		ask("/series?metric=vault").andExpect(jsonPath("$.items", hasSize(0)));
		ask("/names?environment=prod").andExpect(jsonPath("$.items", hasSize(0)));
	}

	@Test
	void oneMetricIsDrawn() throws Exception {
		ask("/points?metric=cups&show=max&by=size,pod&window=1m").andExpect(status().isOk())
			.andExpect(jsonPath("$.series", hasSize(1)))
			.andExpect(jsonPath("$.series[0].labels.size").value("l"))
			.andExpect(jsonPath("$.series[0].points[0][1]").value(3))
			.andExpect(jsonPath("$.expression").value("max by (size, pod) (cups{service=\"orders\"})"));
		ask("/points?metric=http_server_requests_seconds_count&show=rate&over=20s&where=status=200&window=1m")
			.andExpect(jsonPath("$.series[0].points[-1:][1]").value(1.0));
		ask("/points?metric=http_server_requests_seconds_bucket&show=p95&over=20s&window=1m")
			.andExpect(jsonPath("$.series", hasSize(1)));
		ask("/points?metric=vault").andExpect(jsonPath("$.series", hasSize(0)));
	}

	@Test
	void aStoreWithoutRulesSaysSo() throws Exception {
		ask("/alerts").andExpect(status().isOk())
			.andExpect(jsonPath("$.items", hasSize(0)))
			.andExpect(jsonPath("$.reason").value(containsString("slipway.metrics.prometheus.url")));
		this.api.perform(get("/api/v1/metrics/rules")).andExpect(jsonPath("$.reason").isNotEmpty());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "/names?window=long | window", "/names?limit=0 | limit",
			"/labels?metric=a%7D%20or%20%7Bb | metric", "/labels/a%20b/values | label", "/points?metric=a%7Bb | metric",
			"/points?metric=cups&show=median | show", "/points?metric=cups&where=size | where",
			"/points?metric=cups&by=a%22 | metric", "/points?metric=cups&over=-1s | over" })
	void whatCannotBeAskedIsNamed(String path, String field) throws Exception {
		this.api.perform(get(URI.create(METRICS + path)))
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields." + field).isNotEmpty());
	}

	@Test
	void whatIsOfAnotherTeamIsNotThere() throws Exception {
		for (String path : List.of("names", "labels", "labels/size/values", "series", "alerts", "points?metric=x")) {
			this.api.perform(get("/api/v1/services/payments/metrics/" + path)).andExpect(status().isNotFound());
		}
	}

	/** Ann asks. */
	private static final class Ann implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Actor.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, ModelAndViewContainer container,
				NativeWebRequest request, WebDataBinderFactory binder) {
			return new Actor("ann", Role.DEVELOPER, Set.of("shop"));
		}

	}

	/** Renders problems as the platform's own advice does. */
	@RestControllerAdvice
	static final class Problems {

		@ExceptionHandler
		ResponseEntity<ProblemDetail> problem(Problem problem) {
			return ResponseEntity.status(problem.status()).body(problem.toDetail());
		}

	}

	/** Two of shop, one of bank. */
	private static final class Services implements Catalog {

		private final Map<String, String> teams = Map.of("orders", "shop", "stock", "shop", "payments", "bank");

		@Override
		public Optional<Service> find(String name) {
			return Optional.ofNullable(this.teams.get(name))
				.map((team) -> new Service(name, team, "", "", "", "", Instant.EPOCH));
		}

		@Override
		public List<Service> search(String query, String team, String afterName, int limit) {
			return List.of();
		}

		@Override
		public void add(Service service) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void remove(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
