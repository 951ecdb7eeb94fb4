package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Thresholds over the embedded store, scraped over HTTP. */
class MetricGateTest {

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private Map<String, Integer> restarts = Map.of("orders-r2-a", 0);

	private final MetricGate gate = new MetricGate(new Measurements(this.pods.store(), (release) -> this.restarts),
			new KeptRails());

	private Instant since = this.clock.instant();

	@AfterEach
	void close() {
		this.pods.close();
	}

	private Reading look(String... settings) {
		GateSpec spec = Cases.spec("metric", settings);
		assertThat(this.gate.problems(spec)).isEmpty();
		return this.gate.look(Cases.call(Cases.STABLE, spec, this.since, this.clock.instant()));
	}

	/** A minute of 20 requests a scrape, of which some fail and all are that slow. */
	private void minute(Pod pod, int failed, double millis) {
		for (int i = 0; i < 13; i++) {
			pod.answers(20 - failed, 200, millis);
			if (failed > 0) {
				pod.answers(failed, 500, millis);
			}
			this.pods.scrape();
		}
	}

	/** Its counters are at zero when the stage begins. */
	private Pod candidate() {
		Pod pod = this.pods.pod("shop", "orders", 2, "orders-r2-a");
		this.pods.scrape();
		this.since = this.clock.instant();
		return pod;
	}

	@ParameterizedTest
	@CsvSource({ "errorRatio,max,6%,PASSED", "errorRatio,max,4%,FAILED", "errorRatio,min,6%,FAILED",
			"p95,max,250ms,PASSED", "p95,max,60ms,FAILED", "p50,max,250ms,PASSED", "requestRate,min,3/s,PASSED",
			"requestRate,min,5/s,FAILED", "requestRate,max,1/s,FAILED", "cpuUsage,max,20%,PASSED",
			"cpuUsage,max,5%,FAILED", "restarts,max,0,PASSED" })
	void judgesByItsLimit(String metric, String bound, String limit, Conclusion expected) {
		minute(candidate(), 1, 90);
		Reading reading = look("metric", metric, bound, limit);
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(expected);
		assertThat(reading.explanation()).contains(metric);
		assertThat(reading.evidence()).containsKeys("queries", "samples", "value", "window", "limit");
	}

	@Test
	void tellsTheNumbers() {
		minute(candidate(), 1, 90);
		Reading reading = look("metric", "errorRatio", "max", "4%");
		assertThat(reading.explanation())
			.isEqualTo("errorRatio is 5 % of 240 requests in the last 60 s, at most 4 % was allowed");
		assertThat(reading.evidence().get("samples"))
			.isEqualTo(Map.of("orders-r2-a", Map.of("bad", 12L, "total", 240L)));
		assertThat(reading.evidence()).extractingByKey("queries")
			.asString()
			.contains("release=\"2\"", "service=\"orders\"");
	}

	@Test
	void waitsUntilTheWindowIsFull() {
		Pod pod = candidate();
		pod.answers(100, 500, 10);
		this.pods.scrape();
		Reading reading = look("metric", "errorRatio", "max", "1%");
		assertThat(reading.conclusion()).isEqualTo(Conclusion.PENDING);
		assertThat(reading.explanation()).contains("55 s are missing");
	}

	@Test
	void tooFewRequestsAreNoData() {
		Pod pod = candidate();
		pod.answers(19, 200, 10);
		minute(pod.probed(1000), 0, 10);
		assertThat(look("metric", "errorRatio", "max", "1%", "window", "5s", "minRequests", "21").conclusion())
			.isEqualTo(Conclusion.NO_DATA);
		assertThat(look("metric", "errorRatio", "max", "1%", "window", "5s").conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void nothingMeasuredIsNoData() {
		this.clock.advance(Duration.ofMinutes(2));
		for (String metric : new String[] { "errorRatio", "p95", "requestRate", "cpuUsage", "heapUsed" }) {
			assertThat(look("metric", metric, "min", "0" + (metric.equals("p95") ? "s" : "")).conclusion()).as(metric)
				.isEqualTo(Conclusion.NO_DATA);
		}
		this.restarts = Map.of();
		assertThat(look("metric", "restarts", "max", "0").conclusion()).isEqualTo(Conclusion.NO_DATA);
	}

	@Test
	void aBurstOfFailuresInOneScrapeIsSeenThoughItsSeriesDidNotGrow() {
		Pod pod = candidate();
		minute(pod, 0, 10);
		pod.answers(30, 500, 10);
		this.pods.scrape();
		this.pods.scrape();
		Reading reading = look("metric", "errorRatio", "max", "5%");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
	}

	@Test
	void othersDoNotCount() {
		Pod stable = this.pods.pod("shop", "orders", 1, "orders-r1-a");
		Pod stranger = this.pods.pod("bank", "orders", 2, "orders-r2-x");
		Pod other = this.pods.pod("shop", "payments", 2, "payments-r2-a");
		Pod pod = candidate();
		for (Pod bad : new Pod[] { stable, stranger, other }) {
			bad.answers(500, 500, 2000);
		}
		minute(pod, 0, 10);
		assertThat(look("metric", "errorRatio", "max", "0").conclusion()).isEqualTo(Conclusion.PASSED);
		assertThat(look("metric", "p99", "max", "200ms").conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void whatWasBeforeTheStageAndInTheWarmUpDoesNotCount() {
		Pod pod = candidate();
		pod.answers(1000, 500, 10);
		this.pods.scrape();
		this.since = this.clock.instant();
		pod.answers(100, 500, 10);
		this.pods.scrape();
		minute(pod, 0, 10);
		Reading reading = look("metric", "errorRatio", "max", "1%", "warmUp", "5s");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PASSED);
		assertThat(look("metric", "errorRatio", "max", "1%", "window", "70s").conclusion())
			.isEqualTo(Conclusion.FAILED);
	}

	@Test
	void countsRequestsThatAreTooSlow() {
		Pod pod = candidate();
		minute(pod, 0, 90);
		pod.answers(10, 200, 700);
		this.pods.scrape();
		assertThat(look("slowerThan", "500ms", "max", "5%").conclusion()).isEqualTo(Conclusion.PASSED);
		assertThat(look("slowerThan", "500ms", "max", "1%").conclusion()).isEqualTo(Conclusion.FAILED);
		Reading between = look("slowerThan", "300ms", "max", "1%");
		assertThat(between.explanation()).contains("next bound is 500 ms");
		assertThat(look("slowerThan", "1m", "max", "1%").explanation()).contains("distribution.slo");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "metric=erorRatio;max=1%|errorRatio, p50", "metric=errorRatio|max: gate g has no limit",
					"metric=errorRatio;max=fast|\"fast\" is not such as 1%", "max=1%|exactly one of metric",
					"metric=p95;slowerThan=1s;max=1s|exactly one of metric", "metric=p95;max=250|250ms",
					"metric=errorRatio;max=1%;windw=5s|no such setting",
					"metric=errorRatio;max=1%;Min-Requests=5|is minRequests meant?",
					"metric=errorRatio;max=1%;interval=0s|interval: must be more than 0",
					"metric=errorRatio;max=200%|is no limit", "query=up;max=1|slipway.metrics.prometheus.url",
					"metric=p95;min=2s;max=1s|swap them" })
	void saysWhatIsWrongAndWhatToDo(String settings, String remedy) {
		assertThat(String.join(" ", this.gate.problems(Cases.spec("metric", settings.split("[;=]"))))).contains(remedy);
	}

	@ParameterizedTest
	@CsvSource({ "90,90 s", "90s,90 s", "2m,2 min", "PT1M30S,90 s" })
	void timesAreWrittenAsInTheRestOfAStrategy(String window, String shown) {
		assertThat(this.gate.describe(Cases.spec("metric", "metric", "p95", "max", "250ms", "window", window)))
			.contains("over " + shown + " ");
	}

	@Test
	void describesItself() {
		assertThat(this.gate.describe(Cases.spec("metric", "metric", "p95", "max", "250ms")))
			.isEqualTo("The candidate's p95 over 60 s has to be at most 250 ms");
	}

}
