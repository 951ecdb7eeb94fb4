package dev.slipway.judge;

/**
 * Score statistics of two binomial ratios with the variance under the hypothesis, and the
 * intervals that come from inverting them: O. Miettinen and M. Nurminen, "Comparative
 * analysis of two rates", Statistics in Medicine 4 (1985) 213–226. Unlike Wald's they
 * hold near 0, where error ratios live. The variance is maximal-likelihood restricted to
 * the hypothesis and has the factor N / (N − 1).
 *
 * @param candidate the first ratio
 * @param stable the second
 */
record ScoreTest(Counts candidate, Counts stable) {

	/** Beyond it a ratio has no bound: 10 to the 9th. */
	private static final double WIDEST = Math.log(1e9);

	/**
	 * Of the hypothesis that candidate − stable = difference; falls as that grows. 0 when
	 * both sides are constant and alike.
	 */
	double ofDifference(double difference) {
		return standardised(this.candidate.ratio() - this.stable.ratio() - difference, unadjusted(difference));
	}

	/** Of candidate − stable, when that is the difference. */
	double variance(double difference) {
		double n = this.candidate.total() + (double) this.stable.total();
		return unadjusted(difference) * n / (n - 1);
	}

	private double unadjusted(double difference) {
		double p2 = restricted(difference);
		double p1 = p2 + difference;
		return p1 * (1 - p1) / this.candidate.total() + p2 * (1 - p2) / this.stable.total();
	}

	/** Of the hypothesis that candidate = ratio · stable; falls as the ratio grows. */
	double ofRatio(double ratio) {
		double n1 = this.candidate.total();
		double n2 = this.stable.total();
		double p2 = restrictedByRatio(ratio);
		double p1 = ratio * p2;
		double variance = p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2;
		return standardised(this.candidate.ratio() - ratio * this.stable.ratio(), variance);
	}

	/** The differences that are not rejected, z being the two-sided critical value. */
	Interval differences(double z) {
		double lower = Bisection.roughZero((difference) -> ofDifference(difference) - z, -1, 1);
		double upper = Bisection.roughZero((difference) -> ofDifference(difference) + z, -1, 1);
		return new Interval(lower, upper);
	}

	/** The ratios, less 1, that are not rejected. */
	Interval ratios(double z) {
		double lower = Bisection.roughZero((log) -> ofRatio(Math.exp(log)) - z, -WIDEST, WIDEST);
		double upper = Bisection.roughZero((log) -> ofRatio(Math.exp(log)) + z, -WIDEST, WIDEST);
		return new Interval((lower <= 1 - WIDEST) ? -1.0 : Math.expm1(lower),
				(upper >= WIDEST - 1) ? null : Math.expm1(upper));
	}

	private double standardised(double deviation, double variance) {
		double n = this.candidate.total() + (double) this.stable.total();
		if (!(variance > 0)) {
			return (deviation == 0) ? 0 : Math.copySign(Double.MAX_VALUE, deviation);
		}
		return deviation / Math.sqrt(variance * n / (n - 1));
	}

	private double restricted(double difference) {
		return restricted(this.candidate.failures(), this.candidate.total(), this.stable.failures(),
				this.stable.total(), difference);
	}

	/**
	 * Stable's likeliest ratio when the candidate's is larger by the difference: where
	 * the derivative of the log-likelihood, which falls, is zero. Takes parts of
	 * requests, for computing sizes.
	 */
	static double restricted(double x1, double n1, double x2, double n2, double difference) {
		double low = Math.max(0, -difference);
		double high = Math.min(1, 1 - difference);
		return Bisection.zero((p) -> part(x1, p + difference) - part(n1 - x1, 1 - p - difference) + part(x2, p)
				- part(n2 - x2, 1 - p), low, high);
	}

	private double restrictedByRatio(double ratio) {
		double failures = this.candidate.failures() + (double) this.stable.failures();
		double fine1 = this.candidate.total() - this.candidate.failures();
		double fine2 = this.stable.total() - this.stable.failures();
		return Bisection.zero((p) -> part(failures, p) - ratio * part(fine1, 1 - ratio * p) - part(fine2, 1 - p), 0,
				Math.min(1, 1 / ratio));
	}

	/** 0 of nothing, also by 0: an empty cell says nothing about the likelihood. */
	private static double part(double count, double probability) {
		return (count == 0) ? 0 : count / Math.max(probability, Double.MIN_NORMAL);
	}

}
