package dev.slipway.judge;

import java.util.stream.IntStream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Against R 4.2.2's {@code wilcox.test(x, y, conf.int = TRUE)}. */
@NullUnmarked
class RankSumTests {

	/** R's help page: permeability of membranes, Hollander and Wolfe (1973), 69f. */
	private static final double[] AT_TERM = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 };

	private static final double[] EARLIER = { 1.15, 0.88, 0.90, 0.74, 1.21 };

	/**
	 * R's help page: {@code wilcox.test(Ozone ~ Month, data = airquality, …)}, with ties.
	 */
	private static final double[] MAY = { 41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4,
			32, 23, 45, 115, 37 };

	private static final double[] AUGUST = { 39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9,
			45, 168, 73, 76, 118, 84, 85 };

	@Test
	void anExactTestIsRs() {
		RankSum test = RankSum.of(AT_TERM, EARLIER);
		assertThat(test.exact()).isTrue();
		assertThat(test.statistic()).isEqualTo(35);
		assertThat(test.pValue()).isCloseTo(0.2544122544, within(1e-9));
		Shift shift = new Shift(AT_TERM, EARLIER);
		assertThat(shift.median()).isCloseTo(0.305, within(1e-9));
		assertThat(shift.interval(test, 0.05).lower()).isCloseTo(-0.15, within(1e-9));
		assertThat(shift.interval(test, 0.05).upper()).isCloseTo(0.76, within(1e-9));
	}

	@Test
	void aTestWithTiesIsRs() {
		RankSum test = RankSum.of(MAY, AUGUST);
		assertThat(test.exact()).isFalse();
		assertThat(test.statistic()).isEqualTo(127.5);
		assertThat(test.pValue()).isCloseTo(0.0001208078, within(1e-9));
		Interval interval = new Shift(MAY, AUGUST).interval(test, 0.05);
		assertThat(interval.lower()).isCloseTo(-53, within(1e-3));
		assertThat(interval.upper()).isCloseTo(-15, within(1e-3));
	}

	/**
	 * {@code a <- c(3, 3, 4, 5, 7, 7, 9, 12, 12, 20); b <- c(1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 8);
	 * wilcox.test(a, b, conf.int = TRUE, conf.level = 0.9)}; R's bounds are to 1e-4.
	 */
	@Test
	void aSmallTestWithTiesIsRs() {
		double[] a = { 3, 3, 4, 5, 7, 7, 9, 12, 12, 20 };
		double[] b = { 1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 8 };
		RankSum test = RankSum.of(a, b);
		assertThat(test.statistic()).isEqualTo(84.5);
		assertThat(test.pValue()).isCloseTo(0.0398950646751, within(1e-12));
		Shift shift = new Shift(a, b);
		assertThat(shift.median()).isEqualTo(3);
		assertThat(shift.interval(test, 0.1)).isEqualTo(new Interval(1.0, 6.0));
	}

	/**
	 * {@code i <- 1:60; j <- 1:55; x <- (37 * i) %% 101 + i / 1000; y <- (53 * j) %% 97 + 8 +
	 * j / 999; wilcox.test(x, y, conf.int = TRUE)}: too many for the exact test.
	 */
	@Test
	void aLargeTestIsRs() {
		double[] x = IntStream.rangeClosed(1, 60).mapToDouble((i) -> (37 * i) % 101 + i / 1000.0).toArray();
		double[] y = IntStream.rangeClosed(1, 55).mapToDouble((j) -> (53 * j) % 97 + 8 + j / 999.0).toArray();
		RankSum test = RankSum.of(x, y);
		assertThat(test.exact()).isFalse();
		assertThat(test.statistic()).isEqualTo(1537);
		assertThat(test.pValue()).isCloseTo(0.52877370447, within(1e-10));
		assertThat(new Shift(x, y).interval(test, 0.05).lower()).isCloseTo(-14.96102980556, within(1e-3));
		assertThat(new Shift(x, y).interval(test, 0.05).upper()).isCloseTo(7.97897281696, within(1e-3));
	}

	/** {@code pwilcox(q, m, n)}. */
	@ParameterizedTest
	@CsvSource({ "0, 4, 4, 0.0142857142857", "2, 5, 5, 0.0158730158730", "23, 10, 10, 0.0216285263",
			"317, 30, 30, 0.0248099999823", "969, 49, 49, 0.0504488599137" })
	void theExactDistributionIsRs(int w, int m, int n, double chance) {
		assertThat(RankSum.cumulative(m, n)[w]).isCloseTo(chance, within(1e-10));
	}

	@Test
	void theExactDistributionIsSymmetricAndComplete() {
		double[] chances = RankSum.cumulative(7, 12);
		assertThat(chances[chances.length - 1]).isEqualTo(1);
		for (int w = 0; w < chances.length - 1; w++) {
			assertThat(chances[w]).isCloseTo(1 - chances[chances.length - 2 - w], within(1e-12));
		}
	}

	@Test
	void theLeastPValuesAreThoseOfTheRules() {
		assertThat(RankSum.leastPValue(4, 4)).isCloseTo(0.02857, within(1e-5));
		assertThat(RankSum.leastPValue(5, 5)).isCloseTo(0.00794, within(1e-5));
		assertThat(RankSum.leastPValue(3, 9)).isEqualTo(2 * RankSum.cumulative(3, 9)[0]);
		assertThat(RankSum.leastSamples(0.02)).isEqualTo(5);
		assertThat(RankSum.leastSamples(0.05)).isEqualTo(4);
	}

	@Test
	void equalSamplesHaveNoTendency() {
		double[] same = { 3, 3, 3, 3, 3 };
		RankSum test = RankSum.of(same, same);
		assertThat(test.pValue()).isEqualTo(1);
		assertThat(test.tendency()).isZero();
		assertThat(new Shift(same, same).interval(test, 0.05)).isEqualTo(new Interval(0.0, 0.0));
	}

	@Test
	void constantButDifferentSamplesDifferByThat() {
		double[] high = { 5, 5, 5, 5, 5 };
		double[] low = { 3, 3, 3, 3, 3 };
		RankSum test = RankSum.of(high, low);
		assertThat(test.pValue()).isLessThan(0.05);
		assertThat(new Shift(high, low).interval(test, 0.05)).isEqualTo(new Interval(2.0, 2.0));
	}

}
