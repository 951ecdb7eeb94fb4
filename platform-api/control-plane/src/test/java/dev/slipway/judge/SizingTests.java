package dev.slipway.judge;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SizingTests {

	private static final StepTime STEP = new StepTime(Duration.ofMinutes(5), Duration.ofMinutes(20));

	private static final Criteria ONE_POINT = Criteria.of(Margin.absolute(0.01));

	private static final Criteria TEN_MILLIS = Criteria.of(Margin.absolute(10));

	private static final Duration BLOCK = Duration.ofSeconds(15);

	/**
	 * R: {@code power.prop.test(p1 = p1, p2 = p2, power = power)$n}, rounded up; the
	 * second is of its help page.
	 */
	@ParameterizedTest
	@CsvSource({ "0.01, 0.02, 0.8, 2319", "0.50, 0.75, 0.9, 77", "0.1, 0.15, 0.8, 686" })
	void requestsToSeeARiseAreThoseOfPowerPropTest(double p1, double p2, double power, long n) {
		Criteria criteria = new Criteria(Margin.absolute(p2 - p1), 0.05, power);
		assertThat(Sizing.requestsToFail(p1, p2 - p1, 1, criteria)).isEqualTo(n);
	}

	@Test
	void aStepThatIsLongEnoughSaysSo() {
		Need need = Sizing.ofRequests("errors", 0.01, new Traffic(20, 0.5), STEP, ONE_POINT);
		assertThat(need.outcome()).isEqualTo(Need.Outcome.ENOUGH);
		assertThat(need.candidate()).isEqualTo(2319);
		assertThat(need.stable()).isEqualTo(2319);
		assertThat(need.duration()).isEqualTo(Duration.ofMillis(231_900));
		assertThat(need.sentence())
			.isEqualTo("errors: 2,319 requests of the candidate and 2,319 of stable are needed to see 1 % become 2 %"
					+ " with power 80 %; at 20 requests a second they take 4 min, less than the step's 5 min.");
	}

	@Test
	void aStepThatIsTooShortIsLengthened() {
		Need need = Sizing.ofRequests("errors", 0.01, new Traffic(10, 0.5), STEP, ONE_POINT);
		assertThat(need.outcome()).isEqualTo(Need.Outcome.LENGTHEN);
		assertThat(need.duration()).isEqualTo(Duration.ofMillis(463_800));
	}

	@Test
	void tooLittleTrafficNeedsLoadAndSaysHowMuch() {
		Need need = Sizing.ofRequests("errors", 0.01, new Traffic(1, 0.5), STEP, ONE_POINT);
		assertThat(need.outcome()).isEqualTo(Need.Outcome.NEEDS_LOAD);
		assertThat(need.requestsPerSecond()).isEqualTo(4638.0 / 1200);
		assertThat(need.sentence())
			.endsWith("within 20 min that takes 3.87 requests a second, there are 1 that both releases share.");
		for (Traffic none : List.of(new Traffic(0, 0.5), new Traffic(100, 0), new Traffic(100, 1))) {
			assertThat(Sizing.ofRequests("errors", 0.01, none, STEP, ONE_POINT).outcome())
				.isEqualTo(Need.Outcome.NEEDS_LOAD);
		}
	}

	@Test
	void aPartOfNothingCannotBeSeen() {
		assertThat(
				Sizing.ofRequests("errors", 0, new Traffic(9, 0.5), STEP, Criteria.of(Margin.relative(0.5))).outcome())
			.isEqualTo(Need.Outcome.IMPOSSIBLE);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0.01", "1, 0.01", "0.9999, 0.5", "0.5, 1e-9", "1e-9, 1e-9", "0.5, 7" })
	void extremesHaveASizeToo(double base, double margin) {
		Need need = Sizing.ofRequests("errors", base, new Traffic(9, 0.01), STEP, Criteria.of(Margin.absolute(margin)));
		assertThat(need.candidate()).isPositive();
		assertThat(need.stable()).isPositive();
		assertThat(need.requestsPerSecond()).isPositive();
	}

	@Test
	void smallerRegressionsAndWeightsNeedMoreRequests() {
		long one = Sizing.requests(0.01, 0.01, 1, ONE_POINT);
		assertThat(Sizing.requests(0.01, 0.005, 1, ONE_POINT)).isGreaterThan(3 * one);
		long ofTenth = Sizing.requests(0.01, 0.01, 9, ONE_POINT);
		assertThat(ofTenth).isLessThan(one);
		assertThat(10 * ofTenth).isGreaterThan(2 * one);
	}

	@Test
	void blocksThatScatterNeedMoreTime() {
		Draws draws = new Draws(5);
		Samples calm = Samples.ofBlocks(draws.series(400, 0, () -> 100 + 5 * draws.normal()));
		Samples wild = Samples.ofBlocks(draws.series(400, 0.6, () -> 100 + 10 * draws.normal()));
		Need little = SampleSizing.ofBlocks(Metric.millis("p95"), calm, BLOCK, STEP, TEN_MILLIS);
		assertThat(little.outcome()).isEqualTo(Need.Outcome.ENOUGH);
		Need much = SampleSizing.ofBlocks(Metric.millis("p95"), wild, BLOCK, STEP, TEN_MILLIS);
		assertThat(much.outcome()).isEqualTo(Need.Outcome.IMPOSSIBLE);
		assertThat(much.sentence()).endsWith("but the step may last 20 min: widen the margin or allow more time.");
		StepTime hours = new StepTime(Duration.ofMinutes(5), Duration.ofHours(5));
		assertThat(SampleSizing.ofBlocks(Metric.millis("p95"), wild, BLOCK, hours, TEN_MILLIS).outcome())
			.isEqualTo(Need.Outcome.LENGTHEN);
	}

	@Test
	void withoutHistoryNobodyKnowsHowMuchBlocksScatter() {
		Need need = SampleSizing.ofBlocks(Metric.millis("p95"), Samples.ofBlocks(List.of(1.0)), BLOCK, STEP,
				TEN_MILLIS);
		assertThat(need.outcome()).isEqualTo(Need.Outcome.IMPOSSIBLE);
	}

	@Test
	void tooFewPodsAreToldToBe() {
		Samples stable = Samples.ofPods(List.of(100.0, 105.0, 95.0, 101.0));
		Need need = SampleSizing.ofPods(Metric.millis("p95"), stable, 1, TEN_MILLIS);
		assertThat(need.outcome()).isEqualTo(Need.Outcome.NEEDS_PODS);
		assertThat(need.sentence()).isEqualTo("p95: to see a change of 10 ms with power 80 %,"
				+ " about 6 pods a side are needed, there are 1 against 4; or compare blocks of time.");
		assertThat(
				SampleSizing.ofPods(Metric.millis("p95"), Samples.ofPods(Collections.nCopies(8, 100.0)), 8, TEN_MILLIS)
					.outcome())
			.isEqualTo(Need.Outcome.ENOUGH);
		assertThat(SampleSizing.ofPods(Metric.millis("p95"), Samples.ofPods(List.of()), 0, TEN_MILLIS).outcome())
			.isEqualTo(Need.Outcome.NEEDS_PODS);
	}

	@Test
	void impossibleStepsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new StepTime(BLOCK, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Traffic(-1, 0.5));
		assertThatIllegalArgumentException().isThrownBy(() -> new Traffic(1, 1.5));
	}

}
