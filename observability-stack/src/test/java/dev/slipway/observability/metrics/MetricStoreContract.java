package dev.slipway.observability.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.MetricQuery.Aggregation;
import dev.slipway.observability.metrics.MetricQuery.Gauge;
import dev.slipway.observability.metrics.MetricQuery.Quantile;
import dev.slipway.observability.metrics.MetricQuery.Rate;
import dev.slipway.observability.metrics.MetricQuery.Ratio;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every metric store must do. An adapter's test extends it, offers targets and has
 * them scraped at an even pace of {@link #INTERVAL}.
 */
public abstract class MetricStoreContract {

	/** Between two scrapes. */
	protected static final Duration INTERVAL = Duration.ofSeconds(5);

	protected static final Origin R1 = new Origin("orders", "shop", "dev", "1", "orders-r1-a");

	protected static final Origin R2 = new Origin("orders", "shop", "dev", "2", "orders-r2-b");

	protected static final Origin BANK = new Origin("payments", "bank", "dev", "1", "payments-r1-c");

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

	private static final QueryScope SHOP = QueryScope.service("shop", "orders");

	protected abstract MetricStore store();

	/** A target that is scraped from now on. */
	protected abstract ExposedTarget target(Origin origin);

	/** No longer scrapes the target. */
	protected abstract void remove(ExposedTarget target);

	/** Lets one interval pass and scrapes every target. */
	protected abstract void scrape();

	/** The time of the last scrape. */
	protected abstract Instant now();

	private List<MetricSeries> ask(MetricQuery query) {
		return store().instant(query, SHOP, now());
	}

	private double value(MetricQuery query) {
		List<MetricSeries> answer = ask(query);
		assertThat(answer).hasSize(1);
		return answer.get(0).points().get(0).value();
	}

	private static Rate rate(String metric, String... by) {
		return new Rate(Selector.of(metric), MINUTE, List.of(by));
	}

	/** A minute and more, in which a counter grows evenly. */
	private void grow(ExposedTarget target, String series, double from, double perScrape) {
		for (int i = 0; i < 14; i++) {
			target.expose(series + " " + (from + i * perScrape) + "\n");
			scrape();
		}
	}

	@Test
	void aRateIsTheGrowthASecond() {
		grow(target(R1), "c_total{x=\"1\"}", 1000, 50);
		assertThat(value(rate("c_total"))).isCloseTo(10, ONE_PERCENT);
	}

	@Test
	void aRestartIsNotANegativeRate() {
		ExposedTarget target = target(R1);
		grow(target, "c_total", 10_000, 50);
		for (int i = 1; i <= 6; i++) {
			target.expose("c_total " + i * 50 + "\n");
			scrape();
		}
		assertThat(value(rate("c_total"))).isCloseTo(10, ONE_PERCENT);
	}

	@Test
	void ratesAreSummedAndSplit() {
		ExposedTarget one = target(R1);
		ExposedTarget two = target(R2);
		for (int i = 0; i < 14; i++) {
			one.expose("c_total{uri=\"/a\"} " + i * 10 + "\nc_total{uri=\"/b\"} " + i * 5 + "\n");
			two.expose("c_total{uri=\"/a\"} " + i * 20 + "\n");
			scrape();
		}
		assertThat(value(rate("c_total"))).isCloseTo(7, ONE_PERCENT);
		assertThat(ask(rate("c_total", "release"))).extracting(MetricSeries::labels)
			.containsExactlyInAnyOrder(Map.of("release", "1"), Map.of("release", "2"));
		MetricQuery onlyA = new Rate(Selector.of("c_total", LabelMatcher.matches("uri", "/[a]"),
				LabelMatcher.notEqual("release", "2"), LabelMatcher.equal("missing", "")), MINUTE, List.of());
		assertThat(value(onlyA)).isCloseTo(2, ONE_PERCENT);
		MetricQuery notA = new Rate(Selector.of("c_total", LabelMatcher.notMatches("uri", "/a")), MINUTE, List.of());
		assertThat(value(notA)).isCloseTo(1, ONE_PERCENT);
	}

	@Test
	void gaugesAreAggregated() {
		target(R1).expose("g{id=\"1\"} 4\ng{id=\"2\"} 6\n");
		target(R2).expose("g{id=\"1\"} -1\n");
		scrape();
		Selector gauge = Selector.of("g");
		assertThat(value(new Gauge(gauge, Aggregation.SUM, List.of()))).isEqualTo(9);
		assertThat(value(new Gauge(gauge, Aggregation.AVG, List.of()))).isEqualTo(3);
		assertThat(value(new Gauge(gauge, Aggregation.MAX, List.of()))).isEqualTo(6);
		assertThat(value(new Gauge(gauge, Aggregation.MIN, List.of()))).isEqualTo(-1);
		assertThat(ask(new Gauge(gauge, Aggregation.SUM, List.of("pod")))).hasSize(2);
	}

	@Test
	void quantilesAreThoseOfPrometheus() {
		ExposedTarget target = target(R1);
		for (int i = 1; i <= 14; i++) {
			target.expose("h_bucket{le=\"0.1\"} " + 50 * i + "\nh_bucket{le=\"0.5\"} " + 90 * i
					+ "\nh_bucket{le=\"1\"} " + 100 * i + "\nh_bucket{le=\"+Inf\"} " + 100 * i + "\n");
			scrape();
		}
		Selector buckets = Selector.of("h_bucket");
		assertThat(value(new Quantile(0.95, buckets, MINUTE, List.of()))).isCloseTo(0.75, ONE_PERCENT);
		assertThat(value(new Quantile(0.5, buckets, MINUTE, List.of()))).isCloseTo(0.1, ONE_PERCENT);
		assertThat(value(new Quantile(0.25, buckets, MINUTE, List.of("release")))).isCloseTo(0.05, ONE_PERCENT);
	}

	@Test
	void aPartThatIsNotThereIsZeroOfAWholeThatIs() {
		grow(target(R1), "req_total{status=\"200\"}", 0, 10);
		Selector all = Selector.of("req_total");
		Selector failed = Selector.of("req_total", LabelMatcher.matches("status", "5.."));
		MetricQuery ratio = new Ratio(new Rate(failed, MINUTE, List.of()), new Rate(all, MINUTE, List.of()));
		assertThat(value(ratio)).isZero();
	}

	@Test
	void aWholeOfZeroIsNoData() {
		grow(target(R1), "req_total{status=\"500\"}", 7, 0);
		Rate all = rate("req_total");
		assertThat(ask(new Ratio(all, all))).isEmpty();
		assertThat(value(all)).isZero();
	}

	@Test
	void noDataIsNeverZero() {
		ExposedTarget target = target(R1);
		target.expose("c_total 5\nnan NaN\n");
		scrape();
		assertThat(ask(rate("c_total"))).as("one sample is no rate").isEmpty();
		assertThat(ask(rate("unknown"))).isEmpty();
		assertThat(ask(new Gauge(Selector.of("nan"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(ask(new Quantile(0.5, Selector.of("c_total"), MINUTE, List.of()))).isEmpty();
	}

	@Test
	void aVanishedTargetHasNoValue() {
		ExposedTarget target = target(R1);
		target.expose("g 1\n");
		scrape();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).hasSize(1);
		remove(target);
		scrape();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(ask(new Gauge(Selector.of("up"), Aggregation.SUM, List.of()))).isEmpty();
	}

	@Test
	void aTargetThatDoesNotAnswerIsDownAndHasNoValue() {
		ExposedTarget target = target(R1);
		target.expose("g 1\n");
		scrape();
		target.fail();
		scrape();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(value(new Gauge(Selector.of("up"), Aggregation.SUM, List.of()))).isZero();
		target.expose("g 2\n");
		scrape();
		assertThat(value(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEqualTo(2);
	}

	@Test
	void aSeriesThatIsNoLongerOfferedEnds() {
		ExposedTarget target = target(R1);
		target.expose("g{a=\"1\"} 1\ng{a=\"2\"} 2\n");
		scrape();
		target.expose("g{a=\"2\"} 2\n");
		scrape();
		assertThat(value(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEqualTo(2);
	}

	@Test
	void halfAScrapeIsNone() {
		ExposedTarget target = target(R1);
		target.expose("g 1\nthis is { not a metric\n");
		scrape();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(value(new Gauge(Selector.of("up"), Aggregation.SUM, List.of()))).isZero();
	}

	@Test
	void aRangeHasNoPointsWhereThereWasNoData() {
		ExposedTarget target = target(R1);
		Instant start = now();
		for (int i = 0; i < 10; i++) {
			if (i == 4) {
				target.fail();
			}
			else {
				target.expose("g " + i + "\n");
			}
			scrape();
		}
		List<MetricSeries> answer = store().range(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()), SHOP,
				start.plus(INTERVAL), now(), INTERVAL);
		assertThat(answer).singleElement()
			.satisfies((series) -> assertThat(series.points()).extracting(MetricSeries.Point::value)
				.containsExactly(0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0));
	}

	@ParameterizedTest
	@EnumSource(LabelMatcher.Operation.class)
	void noQueryGetsOutOfItsScope(LabelMatcher.Operation operation) {
		target(BANK).expose("g{forged=\"1\",team=\"shop\",service=\"orders\"} 5\n");
		scrape();
		for (String value : List.of("bank", ".*", "", "shop", "bank\"} or g{team=\"bank", "shop|bank")) {
			for (String label : List.of("team", "service", "exported_team", "x")) {
				Selector selector = Selector.of("g", new LabelMatcher(label, operation, value));
				assertThat(seen(selector)).isEmpty();
			}
		}
		assertThat(store().instant(new Gauge(Selector.of("g"), Aggregation.SUM, List.of("exported_team", "team")),
				QueryScope.of(Set.of("bank"), Set.of()), now()))
			.extracting(MetricSeries::labels)
			.containsExactly(Map.of("team", "bank", "exported_team", "shop"));
		assertThat(store().instant(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()),
				QueryScope.of(Set.of(), Set.of()), now()))
			.isEmpty();
	}

	private List<MetricSeries> seen(Selector selector) {
		try {
			return ask(new Gauge(selector, Aggregation.SUM, List.of("team")));
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
	}

	@Test
	void theReadyMadeQuestionsAreAnswered() {
		ExposedTarget target = target(R1);
		for (int i = 1; i <= 14; i++) {
			target.expose(service(i));
			scrape();
		}
		ServiceSelection orders = new ServiceSelection("orders", "dev", "1", null);
		Map<ServiceQuestion, Double> expected = Map.of(ServiceQuestion.REQUEST_RATE, 20.0, ServiceQuestion.ERROR_RATIO,
				0.1, ServiceQuestion.P50, 0.0556, ServiceQuestion.P95, 0.55, ServiceQuestion.P99, 0.91,
				ServiceQuestion.HEAP_USED, 300.0, ServiceQuestion.HEAP_MAX, 999.0, ServiceQuestion.CPU_USAGE, 0.25);
		expected
			.forEach((question, value) -> assertThat(value(question.query(orders, MINUTE, List.of()))).as(question.id())
				.isCloseTo(value, ONE_PERCENT));
		assertThat(
				ask(ServiceQuestion.P95.query(new ServiceSelection("orders", "prod", null, null), MINUTE, List.of())))
			.isEmpty();
		assertThat(ask(ServiceQuestion.REQUEST_RATE.query(orders, MINUTE, List.of("release", "pod"))))
			.extracting(MetricSeries::labels)
			.containsExactly(Map.of("release", "1", "pod", "orders-r1-a"));
	}

	/** 100 requests a scrape: 90 within 0.1 s and 10, all of them failures, up to 1 s. */
	private static String service(int i) {
		String good = "method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/orders\"";
		String bad = "method=\"GET\",outcome=\"SERVER_ERROR\",status=\"500\",uri=\"/orders\"";
		String probe = "method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/actuator/health/**\"";
		String http = "http_server_requests_seconds_";
		return """
				# HELP http_server_requests_seconds
				# TYPE http_server_requests_seconds histogram
				""" + http + "bucket{" + good + ",le=\"0.1\",} " + 90 * i + "\n" + http + "bucket{" + good
				+ ",le=\"1.0\",} " + 90 * i + "\n" + http + "bucket{" + good + ",le=\"+Inf\",} " + 90 * i + "\n" + http
				+ "bucket{" + bad + ",le=\"0.1\",} 0\n" + http + "bucket{" + bad + ",le=\"1.0\",} " + 10 * i + "\n"
				+ http + "bucket{" + bad + ",le=\"+Inf\",} " + 10 * i + "\n" + http + "count{" + good + ",} " + 90 * i
				+ "\n" + http + "count{" + bad + ",} " + 10 * i + "\n" + http + "count{" + probe + ",} " + 5000 * i
				+ "\n" + """
						jvm_memory_used_bytes{area="heap",id="Eden Space",} 100.0
						jvm_memory_used_bytes{area="heap",id="Tenured Gen",} 200.0
						jvm_memory_used_bytes{area="nonheap",id="Metaspace",} 7.0E7
						jvm_memory_max_bytes{area="heap",id="Tenured Gen",} 999.0
						process_cpu_usage 0.25
						""";
	}

}
