package dev.slipway.observability.metrics.prometheus;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.ExposedTarget;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.Kept;
import dev.slipway.observability.metrics.MetricListingContract;
import dev.slipway.observability.metrics.PromQlInjections;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract over a real Prometheus. Each test has teams of its own, whose pods are
 * scraped from the start: Prometheus takes seconds to hear of new ones.
 */
class PrometheusMetricStoreTest extends MetricListingContract {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Duration PACE = Duration.ofMillis(300);

	private static final int TESTS = 30;

	private static final Map<Origin, ExposedTarget> PODS = new LinkedHashMap<>();

	private static final Instant BASE = Instant.now().minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS);

	private static PrometheusServer server;

	private static MetricStore store;

	private static int tests;

	private final List<ExposedTarget> targets = new ArrayList<>();

	private int test;

	private Instant now = BASE;

	@BeforeAll
	static void start(@TempDir Path folder) {
		DebianPrometheus.find("prometheus");
		for (int i = 0; i < TESTS; i++) {
			PrometheusMetricStoreTest of = new PrometheusMetricStoreTest();
			of.test = i;
			List.of(of.r1(), of.r2(), of.payments()).forEach((origin) -> PODS.put(origin, new ExposedTarget(origin)));
		}
		server = new PrometheusServer(folder, scraped());
		store = server.store();
		Awaitility.await("all pods are scraped")
			.atMost(PATIENCE)
			.until(() -> server.query("count(up == 1)").path(0).path("value").path(1).asInt() == PODS.size());
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
		PODS.values().forEach(ExposedTarget::close);
		PODS.clear();
	}

	private static Map<ScrapeTarget, Duration> scraped() {
		Map<ScrapeTarget, Duration> scraped = new LinkedHashMap<>();
		PODS.values().forEach((target) -> scraped.put(target.target(), PACE));
		return scraped;
	}

	@Test
	void expressionsStayWithinTheirTeam() {
		target(payments()).expose("level 5", BASE);
		target(r1()).expose("level 1", BASE);
		scrape();
		Instant at = BASE.plusSeconds(1);
		QueryScope shop = QueryScope.of(Set.of(shop()), Set.of());
		assertThat(store.takesExpressions()).isTrue();
		assertThat(store.expression("sum(level) + scalar(count(level))", shop, at)).singleElement()
			.satisfies((series) -> assertThat(series.points().get(0).value()).isEqualTo(2));
		assertThat(store.expression("1 + 1", shop, at)).singleElement()
			.satisfies((series) -> assertThat(series.labels()).isEmpty());
	}

	/** The other team's level is such that no sum or mean could hide it. */
	@Test
	void noInjectionGetsAtAnotherTeam() {
		target(payments()).expose("level{secret=\"4711\"} 1e15", BASE);
		target(r1()).expose("level 1", BASE);
		scrape();
		QueryScope scope = QueryScope.of(Set.of(shop()), Set.of());
		int answered = 0;
		for (String attempt : PromQlInjections.ALL) {
			String expression = attempt.replace("bank", bank()).replace("shop", shop());
			try {
				List<MetricSeries> found = store.expression(expression, scope, BASE.plusSeconds(1));
				assertThat(found).as(expression)
					.allSatisfy((series) -> assertThat(series.points().get(0).value()).isBetween(-1e12, 1e12))
					.allSatisfy((series) -> assertThat(series.labels().toString()).doesNotContain("4711",
							payments().pod(), "1e+15"));
				answered += found.isEmpty() ? 0 : 1;
			}
			catch (BadMetricQuery refused) {
				assertThat(refused.getMessage()).as(expression).isNotBlank();
			}
		}
		assertThat(answered).as("attempts that saw the own team's").isGreaterThan(20);
	}

	@Test
	void theShippedRulesAreListedForOperators() {
		Awaitility.await("rules")
			.atMost(PATIENCE)
			.until(() -> store.rules(QueryScope.everything())
				.items()
				.stream()
				.anyMatch((rule) -> rule.name().equals("ServiceDown") && rule.kind().equals("alerting")
						&& rule.expression().contains("up{")));
		assertThat(store.rules(QueryScope.of(Set.of("nobody"), Set.of())).items()).isEmpty();
		assertThat(store.alerts(QueryScope.of(Set.of("nobody"), Set.of()))).isEqualTo(Kept.of(List.of()));
	}

	@Test
	void itSaysWhatItIs() {
		StoreHealth health = Awaitility.await().atMost(PATIENCE).until(store::health, StoreHealth::up);
		assertThat(health.figures().get("targets")).isPositive();
		assertThat(health.connection()).isNotNull()
			.satisfies((connection) -> assertThat(connection.version()).isNotEmpty())
			.satisfies((connection) -> assertThat(connection.latencyMillis()).isNotNegative());
	}

	@BeforeEach
	void next() {
		this.test = tests++;
	}

	@Override
	protected MetricStore store() {
		return store;
	}

	@Override
	protected String shop() {
		return "shop-" + this.test;
	}

	@Override
	protected String bank() {
		return "bank-" + this.test;
	}

	@Override
	protected ExposedTarget target(Origin origin) {
		ExposedTarget target = Objects.requireNonNull(PODS.get(origin), "a pod of each origin");
		this.targets.add(target);
		return target;
	}

	@Override
	protected void remove(ExposedTarget target) {
		this.targets.remove(target);
		PODS.values().remove(target);
		server.targets(scraped());
		Origin gone = target.target().origin();
		Awaitility.await("the pod has vanished")
			.atMost(PATIENCE)
			.until(() -> server.query("up" + labels(gone)).isEmpty());
		this.now = Instant.now();
	}

	@Override
	protected void scrape() {
		for (ExposedTarget target : this.targets) {
			String labels = labels(target.target().origin());
			String wanted = target.isWell() ? "1" : "0";
			long since = target.changed().toEpochMilli();
			Awaitility.await("the pod is scraped")
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(25))
				.until(() -> taken(server.query("timestamp(up" + labels + ") and up" + labels + " == " + wanted),
						since));
		}
	}

	/** Whether there is a sample of a scrape that began after that time. */
	private boolean taken(JsonNode times, long since) {
		if (times.isEmpty()) {
			return false;
		}
		long time = Math.round(times.path(0).path("value").path(1).asDouble() * 1000);
		if (time <= since) {
			return false;
		}
		this.now = Instant.ofEpochMilli(time);
		return true;
	}

	private static String labels(Origin origin) {
		return "{team=\"" + origin.team() + "\",pod=\"" + origin.pod() + "\"}";
	}

	@Override
	protected Instant now() {
		return this.now;
	}

	@Override
	protected Instant base() {
		return BASE;
	}

}
