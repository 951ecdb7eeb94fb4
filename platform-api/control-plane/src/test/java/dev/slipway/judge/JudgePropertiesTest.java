package dev.slipway.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What holds for any data; the seed is the name of the case. */
@NullUnmarked
class JudgePropertiesTest {

	private static final Metric P95 = Metric.millis("p95");

	static LongStream seeds() {
		return LongStream.range(0, 300);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void countsAreJudgedAlikeFromBothSides(long seed) {
		Draws draws = new Draws(seed);
		Counts a = counts(draws);
		Counts b = counts(draws);
		Evidence there = errors(a, b, criteria(draws)).evidence();
		Evidence back = errors(b, a, criteria(draws)).evidence();
		holdsNumbers(there);
		assertThat(back.pValue()).isCloseTo(there.pValue(), within(1e-9));
		assertThat(back.statistic()).isCloseTo(-there.statistic(), within(1e-6));
		assertThat(back.worse() && there.worse()).isFalse();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void moreFailuresNeverLookBetter(long seed) {
		Draws draws = new Draws(seed);
		Counts stable = counts(draws);
		Counts candidate = counts(draws);
		Criteria criteria = criteria(draws);
		int last = -1;
		for (long failures = 0; failures <= candidate.total(); failures += 1 + candidate.total() / 40) {
			Finding finding = errors(stable, new Counts(failures, candidate.total()), criteria);
			holdsNumbers(finding.evidence());
			int badness = badness(finding.conclusion());
			assertThat(badness).isGreaterThanOrEqualTo(last);
			last = badness;
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void samplesOfPodsAreJudgedAlikeFromBothSidesAndInAnyOrder(long seed) {
		Draws draws = new Draws(seed);
		List<Double> a = values(draws);
		List<Double> b = values(draws);
		Criteria criteria = Criteria.of(Margin.absolute(5));
		Finding there = SampleJudge.judge(P95, Sides.of(Samples.ofPods(a), Samples.ofPods(b)), criteria);
		Finding back = SampleJudge.judge(P95, Sides.of(Samples.ofPods(b), Samples.ofPods(a)), criteria);
		Collections.shuffle(a, new Random(seed));
		Collections.shuffle(b, new Random(seed));
		assertThat(SampleJudge.judge(P95, Sides.of(Samples.ofPods(a), Samples.ofPods(b)), criteria)).isEqualTo(there);
		if (there.evidence() != null) {
			holdsNumbers(there.evidence());
			assertThat(back.evidence().pValue()).isCloseTo(there.evidence().pValue(), within(1e-9));
			assertThat(back.evidence().effect()).isCloseTo(-there.evidence().effect(), within(1e-9));
			sameBound(back.evidence().interval().lower(), there.evidence().interval().negated().lower());
			sameBound(back.evidence().interval().upper(), there.evidence().interval().negated().upper());
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void slowerSamplesNeverLookBetter(long seed) {
		Draws draws = new Draws(seed);
		List<Double> stable = values(draws);
		List<Double> candidate = values(draws);
		Criteria criteria = Criteria.of(Margin.absolute(5));
		int last = -1;
		for (int shift = -30; shift <= 30; shift += 5) {
			double by = shift;
			Samples shifted = Samples.ofPods(candidate.stream().map((value) -> value + by).toList());
			int badness = badness(
					SampleJudge.judge(P95, Sides.of(Samples.ofPods(stable), shifted), criteria).conclusion());
			assertThat(badness).isGreaterThanOrEqualTo(last);
			last = badness;
		}
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void blocksOfTimeHaveNumbersWhateverTheyAre(long seed) {
		Draws draws = new Draws(seed);
		Criteria criteria = criteria(draws);
		Finding finding = SampleJudge.judge(P95,
				Sides.of(Samples.ofBlocks(values(draws)), Samples.ofBlocks(values(draws))), criteria, seed);
		if (finding.evidence() != null) {
			holdsNumbers(finding.evidence());
		}
		assertThat(finding.sentence()).doesNotContain("NaN").doesNotContain("Infinity");
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void watchesHaveNumbersWhateverTheySee(long seed) {
		Draws draws = new Draws(seed);
		Watch rate = Watch.rate("5xx", 0.001 + 0.99 * draws.uniform(), 0.01);
		Watch comparison = Watch.comparison("5xx", 1 + 3 * draws.uniform(), 0.01);
		for (int look = 0; look < 20; look++) {
			Sides<Counts> increment = Sides.of(counts(draws), counts(draws));
			rate = rate.plus(increment);
			comparison = comparison.plus(increment);
			assertThat(rate.decision().sentence() + comparison.decision().sentence()).doesNotContain("NaN")
				.doesNotContain("Infinity");
			assertThat(((ComparisonWatch) comparison).logs()).allSatisfy((log) -> assertThat(log).isFinite());
		}
	}

	private static int badness(Conclusion conclusion) {
		return List.of(Conclusion.PASS, Conclusion.INCONCLUSIVE, Conclusion.FAIL).indexOf(conclusion);
	}

	private static void holdsNumbers(Evidence evidence) {
		assertThat(evidence.statistic()).isFinite();
		assertThat(evidence.pValue()).isBetween(0.0, 1.0);
		assertThat(evidence.effect()).isFinite();
		Double lower = evidence.interval().lower();
		Double upper = evidence.interval().upper();
		if (lower != null && upper != null) {
			assertThat(lower).isFinite().isLessThanOrEqualTo(upper);
			assertThat(upper).isFinite();
		}
	}

	private static void sameBound(@Nullable Double one, @Nullable Double other) {
		if (one == null || other == null) {
			assertThat(one).isEqualTo(other);
		}
		else {
			assertThat(one).isCloseTo(other, within(1e-9));
		}
	}

	private static Finding errors(Counts stable, Counts candidate, Criteria criteria) {
		return ErrorJudge.judge("errors", Sides.of(stable, candidate), criteria);
	}

	private static Criteria criteria(Draws draws) {
		return Criteria.of((draws.upTo(1) == 0) ? Margin.absolute(0.01) : Margin.relative(0.2));
	}

	private static Counts counts(Draws draws) {
		int total = 1 + draws.upTo((draws.upTo(1) == 0) ? 10 : 3000);
		int kind = draws.upTo(4);
		return new Counts((kind == 0) ? 0 : (kind == 1) ? total : draws.upTo(total), total);
	}

	/**
	 * Few or many, with and without ties, sometimes all the same, sometimes with zeros.
	 */
	private static List<Double> values(Draws draws) {
		int size = 4 + draws.upTo((draws.upTo(5) == 0) ? 60 : 15);
		int kind = draws.upTo(3);
		return new ArrayList<>(draws.many(size, () -> switch (kind) {
			case 0 -> 7.0;
			case 1 -> draws.upTo(4) * 10.0;
			case 2 -> 10 * draws.pareto(1.2);
			default -> 20 + 5 * draws.normal();
		}));
	}

}
