package dev.slipway.judge;

import java.util.Arrays;
import java.util.function.DoublePredicate;

import org.jspecify.annotations.Nullable;

/**
 * By how much one side's samples are larger: the median of all differences, and the
 * shifts that the rank sum test does not reject (J. L. Hodges and E. L. Lehmann, Annals
 * of Mathematical Statistics 34 (1963) 598–611; D. F. Bauer, JASA 67 (1972) 687–690).
 */
final class Shift {

	private final double[] first;

	private final double[] second;

	/** All first − second, rising. */
	private final double[] differences;

	Shift(double[] first, double[] second) {
		this.first = first;
		this.second = second;
		this.differences = new double[first.length * second.length];
		int at = 0;
		for (double x : first) {
			for (double y : second) {
				this.differences[at++] = x - y;
			}
		}
		Arrays.sort(this.differences);
	}

	/** The estimate. */
	double median() {
		int n = this.differences.length;
		return (this.differences[(n - 1) / 2] + this.differences[n / 2]) / 2;
	}

	/** The interval at level 1 − alpha. */
	Interval interval(RankSum test, double alpha) {
		return test.exact() ? exact(alpha) : approximate(alpha);
	}

	private Interval exact(double alpha) {
		double[] below = RankSum.cumulative(this.first.length, this.second.length);
		int rank = 0;
		while (below[rank] < alpha / 2) {
			rank++;
		}
		int left = Math.max(1, rank) - 1;
		return new Interval(this.differences[left], this.differences[this.differences.length - 1 - left]);
	}

	/**
	 * Tries shifts between neighbouring differences, where no sample of one side equals
	 * one of the other: gap i is below difference i.
	 */
	private Interval approximate(double alpha) {
		double z = Distributions.normalQuantile(alpha / 2);
		double[] distinct = distinct();
		int lower = firstGap(distinct, (shift) -> standardised(shift) <= z);
		int upper = firstGap(distinct, (shift) -> standardised(shift) < -z) - 1;
		return new Interval(bound(distinct, lower - 1), bound(distinct, upper));
	}

	private double[] distinct() {
		double[] distinct = new double[this.differences.length];
		int size = 0;
		for (double difference : this.differences) {
			if (size == 0 || distinct[size - 1] != difference) {
				distinct[size++] = difference;
			}
		}
		return Arrays.copyOf(distinct, size);
	}

	private static @Nullable Double bound(double[] distinct, int at) {
		return (at < 0 || at >= distinct.length) ? null : distinct[at];
	}

	/** The first gap for which it holds, as it does for all after it. */
	private static int firstGap(double[] distinct, DoublePredicate holds) {
		int low = 0;
		int high = distinct.length + 1;
		while (low < high) {
			int middle = (low + high) / 2;
			if (holds.test(inGap(distinct, middle))) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

	private static double inGap(double[] distinct, int gap) {
		if (gap == 0) {
			return distinct[0] - 1 - Math.abs(distinct[0]);
		}
		double last = distinct[distinct.length - 1];
		return (gap >= distinct.length) ? last + 1 + Math.abs(last)
				: distinct[gap - 1] + (distinct[gap] - distinct[gap - 1]) / 2;
	}

	private double standardised(double shift) {
		return RankSum.of(Arrays.stream(this.first).map((x) -> x - shift).toArray(), this.second).standardised();
	}

}
