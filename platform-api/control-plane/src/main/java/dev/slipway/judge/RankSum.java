package dev.slipway.judge;

import java.util.Arrays;

/**
 * The rank sum test of Wilcoxon, Mann and Whitney, computed as R's {@code wilcox.test}
 * does: exact when both sides have fewer than 50 samples and none are equal, else the
 * normal approximation with the correction for ties and for continuity. (H. B. Mann and
 * D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50–60.)
 *
 * @param statistic pairs in which the first sample is larger, halves for equal ones: R's
 * W
 * @param deviation the statistic's standard deviation, 0 when all samples are equal
 * @param ties whether samples are equal
 * @param first how many samples the first side has
 * @param second how many the second has
 */
record RankSum(double statistic, double deviation, boolean ties, int first, int second) {

	private static final int EXACT_BELOW = 50;

	private static volatile Exact lastExact = new Exact(0, 0, new double[] { 1 });

	static RankSum of(double[] first, double[] second) {
		double[] x = sorted(first);
		double[] y = sorted(second);
		double n = x.length + y.length;
		double statistic = 0;
		double tied = 0;
		int i = 0;
		int j = 0;
		while (i < x.length || j < y.length) {
			double value = (j == y.length || (i < x.length && x[i] <= y[j])) ? x[i] : y[j];
			int equalX = run(x, i, value);
			int equalY = run(y, j, value);
			statistic += equalX * (j + equalY / 2.0);
			double equal = equalX + equalY;
			tied += equal * (equal * equal - 1);
			i += equalX;
			j += equalY;
		}
		double variance = x.length * (double) y.length / 12 * (n + 1 - tied / (n * (n - 1)));
		return new RankSum(statistic, Math.sqrt(Math.max(0, variance)), tied > 0, x.length, y.length);
	}

	boolean exact() {
		return !this.ties && this.first < EXACT_BELOW && this.second < EXACT_BELOW;
	}

	/** Two-sided. */
	double pValue() {
		return exact() ? exactPValue() : Distributions.normalTwoSided(standardised());
	}

	/** With the correction for continuity; 0 when all samples are equal. */
	double standardised() {
		double from = this.statistic - mean();
		double corrected = from - Math.signum(from) / 2;
		return (this.deviation > 0) ? corrected / this.deviation : 0;
	}

	/** Positive when the first side's samples tend to be larger. */
	double tendency() {
		return this.statistic - mean();
	}

	private double mean() {
		return this.first * (double) this.second / 2;
	}

	private double exactPValue() {
		double[] below = cumulative(this.first, this.second);
		int smaller = (int) Math.min(this.statistic, this.first * this.second - this.statistic);
		return Math.min(1, 2 * below[smaller]);
	}

	/**
	 * The chances that W is at most 0, 1, …, of identical sides. Taking the samples in
	 * order of size, one of the first side adds the number of the second before it.
	 */
	static double[] cumulative(int first, int second) {
		Exact last = lastExact;
		if (last.first() != first || last.second() != second) {
			last = new Exact(first, second, computed(first, second));
			lastExact = last;
		}
		return last.chances();
	}

	private static double[] computed(int first, int second) {
		double[][] ways = new double[first + 1][first * second + 1];
		ways[0][0] = 1;
		for (int seen = 0; seen < first + second; seen++) {
			for (int taken = Math.min(first, seen + 1); taken > Math.max(0, seen - second); taken--) {
				int adds = seen - (taken - 1);
				for (int w = first * second; w >= adds; w--) {
					ways[taken][w] += ways[taken - 1][w - adds];
				}
			}
		}
		double[] chances = ways[first];
		for (int w = 1; w < chances.length; w++) {
			chances[w] += chances[w - 1];
		}
		double all = chances[chances.length - 1];
		return Arrays.stream(chances).map((count) -> count / all).toArray();
	}

	/** The least two-sided p-value that so many samples can have: 2 / C(m + n, m). */
	static double leastPValue(int first, int second) {
		double ways = 1;
		for (int i = 1; i <= Math.min(first, second); i++) {
			ways *= (Math.max(first, second) + i) / (double) i;
		}
		return 2 / ways;
	}

	/** How many samples each side needs at least to reach the p-value: 5 for 0.02. */
	static int leastSamples(double pValue) {
		int samples = 1;
		while (leastPValue(samples, samples) > pValue) {
			samples++;
		}
		return samples;
	}

	/**
	 * A distribution that was computed, since the next question is mostly of the same.
	 *
	 * @param first how many samples the first side has
	 * @param second how many the second has
	 * @param chances never changed
	 */
	private record Exact(int first, int second, double[] chances) {
	}

	private static int run(double[] values, int from, double value) {
		int end = from;
		while (end < values.length && values[end] == value) {
			end++;
		}
		return end - from;
	}

	private static double[] sorted(double[] values) {
		double[] copy = values.clone();
		Arrays.sort(copy);
		return copy;
	}

}
