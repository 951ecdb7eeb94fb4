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
import dev.slipway.observability.metrics.MetricQuery.Increase;
import dev.slipway.observability.metrics.MetricQuery.Quantile;
import dev.slipway.observability.metrics.MetricQuery.Rate;
import dev.slipway.observability.metrics.MetricQuery.Ratio;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every metric store must do. An adapter's test extends it, offers targets and has
 * them scraped. Samples of counters bear their own times, {@link #INTERVAL} apart, so
 * that what is computed from them does not depend on when they were scraped.
 */
public abstract class MetricStoreContract {

	/** Between two samples that bear their own times. */
	protected static final Duration INTERVAL = Duration.ofSeconds(10);

	/** So many make more than a minute. */
	private static final int SAMPLES = 8;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

	/** The time of the last sample that bore one, or else of the last scrape. */
	private Instant time = Instant.EPOCH;

	private int samples;

	protected abstract MetricStore store();

	/** The team that owns service orders, of which nobody else uses the name. */
	protected abstract String shop();

	/** Another team, of service payments. */
	protected abstract String bank();

	/** A target that is scraped from now on. */
	protected abstract ExposedTarget target(Origin origin);

	/** No longer scrapes the target. */
	protected abstract void remove(ExposedTarget target);

	/** Has every target scraped, and ends when the samples can be asked for. */
	protected abstract void scrape();

	/** The time of the last scrape. */
	protected abstract Instant now();

	/** The time of the first sample that bears one; two minutes after it may follow. */
	protected abstract Instant base();

	protected final Origin r1() {
		return new Origin("orders", shop(), "dev", "1", "orders-r1-a");
	}

	protected final Origin r2() {
		return new Origin("orders", shop(), "dev", "2", "orders-r2-b");
	}

	protected final Origin payments() {
		return new Origin("payments", bank(), "dev", "1", "payments-r1-c");
	}

	private QueryScope ours() {
		return QueryScope.service(shop(), "orders");
	}

	/** Scrapes samples without times. */
	private void look() {
		scrape();
		this.time = now();
	}

	/** Scrapes samples with the next time. */
	private void sample(ExposedTarget target, String exposition) {
		this.time = base().plus(INTERVAL.multipliedBy(this.samples++));
		target.expose(exposition, this.time);
		scrape();
	}

	private List<MetricSeries> ask(MetricQuery query) {
		return store().instant(query, ours(), this.time);
	}

	private double value(MetricQuery query) {
		List<MetricSeries> answer = ask(query);
		assertThat(answer).hasSize(1);
		return answer.get(0).points().get(0).value();
	}

	private static Rate rate(String metric, String... by) {
		return new Rate(Selector.of(metric), MINUTE, List.of(by));
	}

	private MetricQuery up() {
		return new Gauge(Selector.of("up", LabelMatcher.equal("pod", r1().pod())), Aggregation.SUM, List.of());
	}

	/** A minute and more, in which a counter grows evenly. */
	private void grow(ExposedTarget target, String series, double from, double perSample) {
		for (int i = 0; i < SAMPLES; i++) {
			sample(target, series + " " + (from + i * perSample));
		}
	}

	@Test
	void aRateIsTheGrowthASecond() {
		grow(target(r1()), "c_total{x=\"1\"}", 1000, 100);
		assertThat(value(rate("c_total"))).isCloseTo(10, ONE_PERCENT);
	}

	@Test
	void aRestartIsNotANegativeRate() {
		ExposedTarget target = target(r1());
		grow(target, "c_total", 10_000, 100);
		for (int i = 1; i <= 3; i++) {
			sample(target, "c_total " + i * 100);
		}
		assertThat(value(rate("c_total"))).isCloseTo(10, ONE_PERCENT);
		assertThat(value(new Increase(Selector.of("c_total"), MINUTE, List.of()))).isCloseTo(600, ONE_PERCENT);
	}

	@Test
	void ratesAreSummedAndSplit() {
		ExposedTarget one = target(r1());
		ExposedTarget two = target(r2());
		for (int i = 0; i < SAMPLES; i++) {
			this.time = base().plus(INTERVAL.multipliedBy(i));
			one.expose("c_total{uri=\"/a\"} " + i * 20 + "\nc_total{uri=\"/b\"} " + i * 10, this.time);
			two.expose("c_total{uri=\"/a\"} " + i * 40, this.time);
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
		target(r2()).expose("g{id=\"1\"} -1", base());
		sample(target(r1()), "g{id=\"1\"} 4\ng{id=\"2\"} 6");
		Selector gauge = Selector.of("g");
		assertThat(value(new Gauge(gauge, Aggregation.SUM, List.of()))).isEqualTo(9);
		assertThat(value(new Gauge(gauge, Aggregation.AVG, List.of()))).isEqualTo(3);
		assertThat(value(new Gauge(gauge, Aggregation.MAX, List.of()))).isEqualTo(6);
		assertThat(value(new Gauge(gauge, Aggregation.MIN, List.of()))).isEqualTo(-1);
		assertThat(ask(new Gauge(gauge, Aggregation.SUM, List.of("pod")))).hasSize(2);
	}

	@Test
	void quantilesAreThoseOfPrometheus() {
		ExposedTarget target = target(r1());
		for (int i = 1; i <= SAMPLES; i++) {
			sample(target, "h_bucket{le=\"0.1\"} " + 50 * i + "\nh_bucket{le=\"0.5\"} " + 90 * i
					+ "\nh_bucket{le=\"1\"} " + 100 * i + "\nh_bucket{le=\"+Inf\"} " + 100 * i);
		}
		Selector buckets = Selector.of("h_bucket");
		assertThat(value(new Quantile(0.95, buckets, MINUTE, List.of()))).isCloseTo(0.75, ONE_PERCENT);
		assertThat(value(new Quantile(0.5, buckets, MINUTE, List.of()))).isCloseTo(0.1, ONE_PERCENT);
		assertThat(value(new Quantile(0.25, buckets, MINUTE, List.of("release")))).isCloseTo(0.05, ONE_PERCENT);
	}

	@Test
	void aPartThatIsNotThereIsZeroOfAWholeThatIs() {
		grow(target(r1()), "req_total{status=\"200\"}", 0, 10);
		Selector all = Selector.of("req_total");
		Selector failed = Selector.of("req_total", LabelMatcher.matches("status", "5.."));
		MetricQuery ratio = new Ratio(new Rate(failed, MINUTE, List.of()), new Rate(all, MINUTE, List.of()));
		assertThat(value(ratio)).isZero();
	}

	@Test
	void aWholeOfZeroIsNoData() {
		grow(target(r1()), "req_total{status=\"500\"}", 7, 0);
		Rate all = rate("req_total");
		assertThat(ask(new Ratio(all, all))).isEmpty();
		assertThat(value(all)).isZero();
	}

	@Test
	void noDataIsNeverZero() {
		sample(target(r1()), "c_total 5\nnot_a_number NaN");
		assertThat(ask(rate("c_total"))).as("one sample is no rate").isEmpty();
		assertThat(ask(rate("unknown"))).isEmpty();
		assertThat(ask(new Gauge(Selector.of("not_a_number"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(ask(new Quantile(0.5, Selector.of("c_total"), MINUTE, List.of()))).isEmpty();
	}

	@Test
	void aVanishedTargetHasNoValue() {
		ExposedTarget target = target(r1());
		target.expose("g 1\n");
		look();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).hasSize(1);
		remove(target);
		look();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(ask(up())).isEmpty();
	}

	@Test
	void aTargetThatDoesNotAnswerIsDownAndHasNoValue() {
		ExposedTarget target = target(r1());
		target.expose("g 1\n");
		look();
		target.fail();
		look();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(value(up())).isZero();
		target.expose("g 2\n");
		look();
		assertThat(value(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEqualTo(2);
	}

	@Test
	void aSeriesThatIsNoLongerOfferedEnds() {
		ExposedTarget target = target(r1());
		target.expose("g{a=\"1\"} 1\ng{a=\"2\"} 2\n");
		look();
		target.expose("g{a=\"2\"} 2\n");
		look();
		assertThat(value(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEqualTo(2);
	}

	@Test
	void halfAScrapeIsNone() {
		ExposedTarget target = target(r1());
		target.exposeBroken("g 1\nthis is { not a metric\n");
		look();
		assertThat(ask(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()))).isEmpty();
		assertThat(value(up())).isZero();
	}

	@Test
	void aRangeHasNoPointsWhereThereWasNoData() {
		ExposedTarget target = target(r1());
		for (String value : List.of("0", "1", "NaN", "3", "4")) {
			sample(target, "g " + value);
		}
		List<MetricSeries> answer = store().range(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()), ours(),
				base(), this.time, INTERVAL);
		assertThat(answer).singleElement()
			.satisfies((series) -> assertThat(series.points()).extracting(MetricSeries.Point::value)
				.containsExactly(0.0, 1.0, 3.0, 4.0))
			.satisfies(
					(series) -> assertThat(series.points()).extracting(MetricSeries.Point::time).endsWith(this.time));
	}

	@Test
	void whatCannotBeAskedIsRefused() {
		Gauge gauge = new Gauge(Selector.of("g"), Aggregation.SUM, List.of());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> store().range(gauge, ours(), base(), base().minusSeconds(1), INTERVAL));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> store().range(gauge, ours(), base(), base().plusSeconds(60), Duration.ofMillis(1)))
			.withMessageContaining("larger step");
		target(r1()).expose("g 1\n");
		look();
		assertThatIllegalArgumentException().isThrownBy(
				() -> ask(new Gauge(Selector.of("g", LabelMatcher.matches("pod", "(")), Aggregation.SUM, List.of())));
	}

	@ParameterizedTest
	@EnumSource(LabelMatcher.Operation.class)
	void noQueryGetsOutOfItsScope(LabelMatcher.Operation operation) {
		target(payments()).expose("g{forged=\"1\",team=\"" + shop() + "\",service=\"orders\"} 5\n");
		look();
		for (String value : List.of(bank(), ".*", "", shop(), bank() + "\"} or g{team=\"" + bank(),
				shop() + "|" + bank())) {
			for (String label : List.of("team", "service", "exported_team", "x")) {
				Selector selector = Selector.of("g", new LabelMatcher(label, operation, value));
				assertThat(seen(selector)).isEmpty();
			}
		}
		assertThat(store().instant(new Gauge(Selector.of("g"), Aggregation.SUM, List.of("exported_team", "team")),
				QueryScope.of(Set.of(bank()), Set.of()), this.time))
			.extracting(MetricSeries::labels)
			.containsExactly(Map.of("team", bank(), "exported_team", shop()));
		assertThat(store().instant(new Gauge(Selector.of("g"), Aggregation.SUM, List.of()),
				QueryScope.of(Set.of(), Set.of()), this.time))
			.isEmpty();
		assertThat(store().instant(new Gauge(Selector.of("g"), Aggregation.SUM, List.of("team")),
				QueryScope.of(Set.of(bank(), "other.*"), Set.of()), this.time))
			.hasSize(1);
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
		ExposedTarget target = target(r1());
		for (int i = 1; i <= SAMPLES; i++) {
			sample(target, service(2 * i));
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

	/** 100 requests each 5 s: 90 within 0.1 s and 10, all of them failures, up to 1 s. */
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
