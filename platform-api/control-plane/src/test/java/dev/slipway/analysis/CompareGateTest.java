package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.observability.metrics.embedded.ScrapedPods.Pod;
import dev.slipway.rollout.Gate.Call;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import dev.slipway.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Candidate against stable over the embedded store. */
class CompareGateTest {

	private final SettableClock clock = new SettableClock();

	private final ScrapedPods pods = new ScrapedPods(this.clock);

	private final List<Load.Wish> sent = new ArrayList<>();

	private final Load load = new Load() {

		@Override
		public @Nullable String refusal(@Nullable String environment, double perSecond) {
			return (perSecond > 30) ? "too much" : null;
		}

		@Override
		public @Nullable String keep(String key, Release candidate, Release stable, Wish wish, Instant now) {
			CompareGateTest.this.sent.add(wish);
			return null;
		}

		@Override
		public long sent(String key) {
			return 40;
		}

	};

	private final CompareGate gate = new CompareGate(this.pods.store(), this.load, new KeptRails());

	private final Pod stable = this.pods.pod("shop", "orders", 1, "orders-r1-a");

	private final Pod candidate = this.pods.pod("shop", "orders", 2, "orders-r2-a");

	private Instant since = this.clock.instant();

	@AfterEach
	void close() {
		this.pods.close();
	}

	private void begin() {
		this.pods.scrape();
		this.since = this.clock.instant();
	}

	private Reading look(String... settings) {
		GateSpec spec = Cases.spec("compare", settings);
		assertThat(this.gate.problems(spec)).isEmpty();
		return this.gate.look(Cases.call(Cases.STABLE, spec, this.since, this.clock.instant()));
	}

	/** Scrapes with so many requests a side, of which some of the candidate's fail. */
	private void scrapes(int scrapes, int requests, int failed) {
		for (int i = 0; i < scrapes; i++) {
			this.stable.answers(requests, 200, 40);
			this.candidate.answers(requests - failed, 200, 40);
			if (failed > 0) {
				this.candidate.answers(failed, 500, 40);
			}
			this.pods.scrape();
		}
	}

	@Test
	void alikePassesAtTheEndOfTheStep() {
		begin();
		scrapes(11, 500, 0);
		assertThat(look().conclusion()).isEqualTo(Conclusion.PENDING);
		scrapes(1, 500, 0);
		Reading reading = look();
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PASSED);
		assertThat(reading.explanation()).contains("0 of 6,000", "no worse than the margin allows");
		assertThat(reading.evidence()).containsKeys("window", "queries", "samples", "needs", "findings");
	}

	@Test
	void generatesLoadWhereUsersSendTooLittleAndItMay() {
		begin();
		scrapes(3, 2, 0);
		assertThat(look().explanation()).doesNotContain("generated");
		assertThat(this.sent).isEmpty();
		assertThat(look("load", "20/s", "loadPath", "/orders").explanation())
			.contains("20 requests/s are generated for both");
		assertThat(this.sent).containsExactly(new Load.Wish("/orders", 20));
		assertThat(this.gate.problems(Cases.spec("compare", "load", "40/s"))).containsExactly("load: too much");
		assertThat(this.gate.problems(Cases.spec("compare", "load", "20/s", "loadPath", "http://x"))).singleElement()
			.asString()
			.contains("has to be a path");
	}

	@Test
	void saysWhenItJudgesByWhatWasGenerated() {
		String[] settings = { "load", "20/s", "loadPath", "/orders", "minRequests", "20" };
		begin();
		scrapes(3, 2, 0);
		assertThat(look(settings).conclusion()).isEqualTo(Conclusion.PENDING);
		scrapes(33, 500, 0);
		Reading reading = look(settings);
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PASSED);
		assertThat(reading.explanation()).contains("40 of the 33,012 requests were generated for /orders: only that");
	}

	@Test
	void foreseesWhetherAStepWillSeeEnough() {
		begin();
		scrapes(12, 5, 0);
		Call call = Cases.call(Cases.STABLE, Cases.spec("compare"), this.clock.instant(), this.clock.instant());
		assertThat(this.gate.foresee(call)).contains("requests of the candidate", "are needed to see", "within 3 min");
		assertThat(this.gate.requests(Cases.spec("compare"), 0.5)).isEqualTo(2319L);
		assertThat(this.gate.requests(Cases.spec("compare", "metric", "p95"), 0.5)).isNull();
	}

	@Test
	void worseFails() {
		begin();
		scrapes(12, 500, 25);
		Reading reading = look();
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.explanation()).contains("300 of 6,000 (5 %)", "worse");
		assertThat(reading.evidence()).extractingByKey("candidate").asString().contains("bad=300", "total=6000");
	}

	@Test
	void worseWithinTheMarginPasses() {
		begin();
		scrapes(12, 500, 10);
		assertThat(look("margin", "5%").conclusion()).isEqualTo(Conclusion.PASSED);
	}

	@Test
	void aStepThatCannotSeeEnoughBecomesLongerAndSaysWhatIsMissing() {
		begin();
		scrapes(12, 10, 0);
		Reading reading = look("atMost", "10m");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.PENDING);
		assertThat(reading.explanation()).contains("requests of the candidate", "are needed", "with power 80 %",
				"Seen so far: 120 requests of the candidate, 120 of stable", "needs ", " more");
		assertThat(((List<?>) reading.evidence().get("needs"))).hasSize(1);
		this.clock.advance(Duration.ofMinutes(9));
		assertThat(look("atMost", "10m").conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
	}

	@Test
	void withoutRequestsOfTheCandidateThereIsNoPass() {
		begin();
		for (int i = 0; i < 12; i++) {
			this.stable.answers(500, 200, 40);
			this.pods.scrape();
		}
		this.clock.advance(Duration.ofMinutes(5));
		assertThat(look().conclusion()).isEqualTo(Conclusion.NO_DATA);
	}

	@Test
	void withoutAStableReleaseItDoesNotApply() {
		assertThat(
				this.gate.look(Cases.call(null, Cases.spec("compare"), this.since, this.clock.instant())).conclusion())
			.isEqualTo(Conclusion.NOT_APPLICABLE);
	}

	@Test
	void whatStableDidBeforeTheStepDoesNotCount() {
		this.stable.answers(100_000, 500, 40);
		begin();
		scrapes(12, 500, 25);
		assertThat(look().conclusion()).isEqualTo(Conclusion.FAILED);
	}

	@ParameterizedTest
	@CsvSource({ "40,PASSED", "90,FAILED" })
	void comparesLatencies(double millis, Conclusion expected) {
		begin();
		// 3 minutes of blocks that scatter a little on both sides.
		for (int i = 0; i < 36; i++) {
			this.stable.answers(100, 200, 40).answers(i % 5, 200, 200);
			this.candidate.answers(100, 200, millis).answers(i % 5, 200, 200);
			this.pods.scrape();
		}
		Reading reading = look("metric", "p50", "window", "180s", "margin", "25%", "atMost", "180s");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(expected);
		assertThat(reading.evidence()).extractingByKey("samples").asString().contains("BLOCKS", "unit=ms");
	}

	@Test
	void manyPodsAreOneSampleEach() {
		Pod[] stables = new Pod[6];
		Pod[] candidates = new Pod[6];
		for (int i = 0; i < 6; i++) {
			stables[i] = this.pods.pod("shop", "orders", 1, "orders-r1-" + i);
			candidates[i] = this.pods.pod("shop", "orders", 2, "orders-r2-" + i);
		}
		begin();
		for (int scrape = 0; scrape < 13; scrape++) {
			for (int i = 0; i < 6; i++) {
				stables[i].answers(20 + i, 200, 40).answers(i, 200, 90);
				candidates[i].answers(20 + i, 200, 200).answers(i, 200, 400);
			}
			this.pods.scrape();
		}
		Reading reading = look("metric", "p50", "margin", "20ms", "atMost", "60s", "window", "60s");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
		assertThat(reading.evidence()).extractingByKey("samples").asString().contains("PODS");
	}

	@Test
	void severalMetricsAreJudgedTogether() {
		begin();
		scrapes(36, 200, 10);
		Reading reading = look("metric", "errorRatio,p95", "window", "180s", "atMost", "180s");
		assertThat(reading.conclusion()).as(reading.explanation()).isEqualTo(Conclusion.FAILED);
		assertThat((List<?>) reading.evidence().get("findings")).hasSize(2);
		assertThat(reading.explanation()).startsWith("Worse than the stable release: errorRatio.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "metric=cpuUsage|errorRatio, p50, p95, p99", "margin=0%|above 0",
			"margin=20ms|points such as 0.5%", "metric=p95;margin=fast|a time such as 20ms", "alpha=0.7|less than 0.5",
			"power=40%|more than 0.5", "window=5m;atMost=1m|atMost: is shorter", "max=1%|no such setting" })
	void saysWhatIsWrongAndWhatToDo(String settings, String remedy) {
		assertThat(String.join(" ", this.gate.problems(Cases.spec("compare", settings.split("[;=]")))))
			.contains(remedy);
	}

	@Test
	void describesItself() {
		assertThat(this.gate.describe(Cases.spec("compare", "metric", "errorRatio,p95", "errorRatioMargin", "0.5%")))
			.isEqualTo("Compares the candidate's errorRatio (margin 0.5 points), p95 (margin 10 %) with the stable "
					+ "release's at the end of the step");
	}

}
