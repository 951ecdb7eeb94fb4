package dev.slipway.judge;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@NullUnmarked
class ErrorJudgeTests {

	private static final double Z = 1.959964;

	private static final Criteria HALF_A_POINT = Criteria.of(Margin.absolute(0.005));

	/**
	 * R. G. Newcombe, "Interval estimation for the difference between independent
	 * proportions", Statistics in Medicine 17 (1998) 873–890, table II, method 6.
	 */
	@ParameterizedTest
	@CsvSource({ "56, 70, 48, 80, 0.0528, 0.3382", "9, 10, 3, 10, 0.1700, 0.8406", "10, 10, 0, 20, 0.7156, 1.0000",
			"10, 10, 0, 10, 0.6636, 1.0000" })
	void intervalsAreThoseOfNewcombesTable(long x1, long n1, long x2, long n2, double lower, double upper) {
		Interval interval = new ScoreTest(new Counts(x1, n1), new Counts(x2, n2)).differences(Z);
		assertThat(interval.lower()).isCloseTo(lower, within(0.00006));
		assertThat(interval.upper()).isCloseTo(upper, within(0.00006));
	}

	/**
	 * The score test is Pearson's chi-squared test, R's {@code prop.test(…, correct =
	 * FALSE)}, but for the factor N / (N − 1), which is taken off here.
	 */
	@ParameterizedTest
	@CsvSource({ "83, 86, 90, 93", "46, 2300, 23, 2300", "15, 25, 5, 25" })
	void theStatisticIsPropTestsButForTheFactor(long x1, long n1, long x2, long n2) {
		double n = n1 + n2;
		double pooled = (x1 + x2) / n;
		double pearson = Math.pow((double) x1 / n1 - (double) x2 / n2, 2)
				/ (pooled * (1 - pooled) * (1.0 / n1 + 1.0 / n2));
		double score = new ScoreTest(new Counts(x1, n1), new Counts(x2, n2)).ofDifference(0);
		assertThat(score * score * n / (n - 1)).isCloseTo(pearson, within(1e-9));
	}

	/** R's help page of fisher.test: the tea taster, {@code p = 0.2429} one-sided. */
	@Test
	void theTeaTastersOneSidedPValueIsFishers() {
		assertThat(new Hypergeometric(new Counts(3, 4), new Counts(1, 4)).atLeast(3)).isCloseTo(17.0 / 70,
				within(1e-12));
	}

	/** R's help page: {@code fisher.test(Convictions, alternative = "less")}. */
	@Test
	void theConvictionsOfTwinsAreFishers() {
		assertThat(new Hypergeometric(new Counts(2, 17), new Counts(10, 13)).atMost(2)).isCloseTo(0.0004652,
				within(5e-8));
	}

	@Test
	void fishersTestIsTakenForFewFailuresAndTheSmallerTailCountsTwice() {
		Finding finding = judge(1, 4, 3, 4, HALF_A_POINT);
		assertThat(finding.evidence().test()).isEqualTo("Fisher's exact test");
		assertThat(finding.evidence().pValue()).isCloseTo(34.0 / 70, within(1e-12));
	}

	@Test
	void twiceTheErrorsAreWorseAndTheSentenceSaysIt() {
		Finding finding = judge(23, 2300, 46, 2300, HALF_A_POINT);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(finding.sentence()).isEqualTo("errors: candidate 46 of 2,300 (2 %), stable 23 of 2,300 (1 %);"
				+ " difference +1 points, 95 % interval +0.306 to +1.74 points, margin 0.5 points,"
				+ " score test p = 0.00528: worse.");
	}

	@Test
	void equalRatiosPassOnlyWithEnoughRequests() {
		assertThat(judge(200, 20_000, 200, 20_000, HALF_A_POINT).conclusion()).isEqualTo(Conclusion.PASS);
		Finding few = judge(2, 200, 2, 200, HALF_A_POINT);
		assertThat(few.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(few.sentence())
			.endsWith("undecided; if both are alike, 6,465 requests of the candidate would show it with power 80 %.");
	}

	@Test
	void aDifferenceThatIsMeasurableButWithinTheMarginPasses() {
		Finding finding = judge(1000, 1_000_000, 1300, 1_000_000, HALF_A_POINT);
		assertThat(finding.evidence().pValue()).isLessThan(0.001);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(finding.sentence()).endsWith("worse, but within the margin.");
	}

	@Test
	void noFailuresOnEitherSideAreEqualAndPassOnceTheyAreMany() {
		Finding finding = judge(0, 5000, 0, 5000, HALF_A_POINT);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.PASS);
		assertThat(finding.evidence().pValue()).isEqualTo(1);
		assertThat(finding.evidence().statistic()).isZero();
		assertThat(judge(0, 100, 0, 100, HALF_A_POINT).conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
	}

	@Test
	void allFailingOnBothSidesIsEqual() {
		assertThat(judge(5000, 5000, 5000, 5000, HALF_A_POINT).evidence().pValue()).isEqualTo(1);
	}

	@Test
	void aRelativeMarginIsJudgedByTheRatio() {
		Criteria half = Criteria.of(Margin.relative(0.5));
		assertThat(judge(1000, 20_000, 1050, 20_000, half).conclusion()).isEqualTo(Conclusion.PASS);
		Finding worse = judge(100, 20_000, 200, 20_000, half);
		assertThat(worse.conclusion()).isEqualTo(Conclusion.FAIL);
		assertThat(worse.evidence().effect()).isCloseTo(1, within(1e-12));
	}

	@Test
	void aRelativeMarginSaysNothingOfNoFailures() {
		Finding finding = judge(0, 5000, 0, 5000, Criteria.of(Margin.relative(0.5)));
		assertThat(finding.conclusion()).isEqualTo(Conclusion.INCONCLUSIVE);
		assertThat(finding.evidence().interval()).isEqualTo(new Interval(-1.0, null));
		assertThat(finding.sentence()).contains("give an absolute one");
	}

	@Test
	void noDataIsNeverAPass() {
		assertThat(judge(0, 0, 0, 100, HALF_A_POINT).conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(judge(0, 100, 0, 0, HALF_A_POINT).conclusion()).isEqualTo(Conclusion.NO_DATA);
		assertThat(judge(0, 0, 0, 0, HALF_A_POINT).sentence()).contains("no data of either release");
	}

	@Test
	void aFirstReleaseIsNotCompared() {
		Finding finding = ErrorJudge.judge("errors", Sides.first(new Counts(50, 100)), HALF_A_POINT);
		assertThat(finding.conclusion()).isEqualTo(Conclusion.NOT_APPLICABLE);
	}

	@Test
	void increasesThatAreNoNumbersAreNoData() {
		assertThat(Counts.ofIncreases(Double.NaN, 100)).isEqualTo(Counts.NONE);
		assertThat(Counts.ofIncreases(3, Double.NaN)).isEqualTo(Counts.NONE);
		assertThat(Counts.ofIncreases(3, 0)).isEqualTo(Counts.NONE);
		assertThat(Counts.ofIncreases(101.4, 100.2)).isEqualTo(new Counts(100, 100));
		assertThat(Counts.ofIncreases(2.6, 100.2)).isEqualTo(new Counts(3, 100));
	}

	@Test
	void impossibleCriteriaAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Margin.absolute(0));
		assertThatIllegalArgumentException().isThrownBy(() -> Margin.relative(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> HALF_A_POINT.withAlpha(0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Counts(3, 2));
	}

	private static Finding judge(long x2, long n2, long x1, long n1, Criteria criteria) {
		return ErrorJudge.judge("errors", Sides.of(new Counts(x2, n2), new Counts(x1, n1)), criteria);
	}

}
