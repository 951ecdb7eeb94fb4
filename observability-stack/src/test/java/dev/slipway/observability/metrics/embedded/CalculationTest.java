package dev.slipway.observability.metrics.embedded;

import java.util.Map;
import java.util.TreeMap;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Numbers worked out by hand from Prometheus's rules. */
class CalculationTest {

	private static final Offset<Double> EXACT = Offset.offset(1e-9);

	private static final double INF = Double.POSITIVE_INFINITY;

	@ParameterizedTest
	@CsvSource({ "0.95, 0.75", "0.5, 0.1", "0.9, 0.5", "0.7, 0.3", "0, 0", "1, 1", "0.25, 0.05", "-1, -Infinity",
			"2, Infinity" })
	void quantileWithinABucket(double quantile, double expected) {
		Map<Double, Double> buckets = Map.of(0.1, 50.0, 0.5, 90.0, 1.0, 100.0, INF, 100.0);
		double value = ClassicHistogram.quantile(quantile, buckets);
		if (Double.isInfinite(expected)) {
			assertThat(value).isEqualTo(expected);
		}
		else {
			assertThat(value).isCloseTo(expected, EXACT);
		}
	}

	@Test
	void quantileBeyondTheLastBoundIsThatBound() {
		assertThat(ClassicHistogram.quantile(0.99, Map.of(1.0, 10.0, INF, 100.0))).isEqualTo(1.0);
	}

	@Test
	void quantileOfNothingIsNoData() {
		assertThat(ClassicHistogram.quantile(0.5, Map.of())).isNaN();
		assertThat(ClassicHistogram.quantile(0.5, Map.of(INF, 5.0))).isNaN();
		assertThat(ClassicHistogram.quantile(0.5, Map.of(1.0, 5.0, 2.0, 6.0))).as("no +Inf").isNaN();
		assertThat(ClassicHistogram.quantile(0.5, Map.of(1.0, 0.0, INF, 0.0))).isNaN();
	}

	@Test
	void bucketsThatSeemToShrinkAreLevelled() {
		Map<Double, Double> buckets = new TreeMap<>(Map.of(1.0, 10.0, 2.0, 9.0, 4.0, 20.0, INF, 20.0));
		assertThat(ClassicHistogram.quantile(0.75, buckets)).isCloseTo(3.0, EXACT);
	}

	@Test
	void negativeBoundsAreNotStartedFromZero() {
		assertThat(ClassicHistogram.quantile(0.1, Map.of(-1.0, 10.0, 1.0, 20.0, INF, 20.0))).isEqualTo(-1.0);
	}

	@Test
	void increaseReachesToTheEdgesOfTheWindow() {
		assertThat(Counters.increase(samples(5, 10, 20, 13, 35, 2, 50, 5), 0, 60_000)).isCloseTo(8 * 60 / 45.0, EXACT);
	}

	@Test
	void increaseDoesNotReachFurtherThanHalfAnInterval() {
		// 20 s before the first and 25 s after the last are too far: half of 10 s at both
		// ends.
		assertThat(Counters.increase(samples(20, 100, 30, 110, 35 + 5, 120), 0, 65_000)).isCloseTo(20 * 30 / 20.0,
				EXACT);
	}

	@Test
	void increaseDoesNotReachBelowZero() {
		// Growing by 10 in 10 s from 2, it was zero 2 s before the first sample.
		assertThat(Counters.increase(samples(10, 2, 20, 12), 0, 20_000)).isCloseTo(10 * 12 / 10.0, EXACT);
	}

	@Test
	void increaseOfOneSampleIsNoData() {
		assertThat(Counters.increase(samples(10, 2), 0, 20_000)).isNaN();
		assertThat(Counters.increase(new Samples(), 0, 20_000)).isNaN();
	}

	private static Samples samples(double... secondsAndValues) {
		Samples samples = new Samples();
		for (int i = 0; i < secondsAndValues.length; i += 2) {
			samples.add(Math.round(secondsAndValues[i] * 1000), secondsAndValues[i + 1]);
		}
		return samples;
	}

}
