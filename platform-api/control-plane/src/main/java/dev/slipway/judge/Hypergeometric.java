package dev.slipway.judge;

/**
 * How failures fall on two sides when their number is given: Fisher's noncentral
 * hypergeometric distribution (R. A. Fisher, "The logic of inductive inference", JRSS 98
 * (1935) 39–82). It is free of the failure ratio itself, so it is exact for any, also for
 * one that changes with time.
 */
final class Hypergeometric {

	/** The least number of failures that the candidate can have. */
	private final long least;

	/** Logarithms of weights of least, least + 1, …, with odds ratio 1. */
	private final double[] logs;

	Hypergeometric(Counts candidate, Counts stable) {
		long failures = candidate.failures() + stable.failures();
		this.least = Math.max(0, failures - stable.total());
		long most = Math.min(failures, candidate.total());
		this.logs = new double[Math.toIntExact(most - this.least + 1)];
		for (int i = 1; i < this.logs.length; i++) {
			double k = this.least + (i - 1.0);
			this.logs[i] = this.logs[i - 1] + Math.log((candidate.total() - k) * (failures - k))
					- Math.log((k + 1) * (stable.total() - failures + k + 1));
		}
	}

	/** The chance of at most so many failures of the candidate, ratios being equal. */
	double atMost(long failures) {
		int end = (int) (failures - this.least) + 1;
		return Math.exp(sum(0, end, 0) - sum(0, this.logs.length, 0));
	}

	/** The chance of at least so many. */
	double atLeast(long failures) {
		int start = (int) (failures - this.least);
		return Math.exp(sum(start, this.logs.length, 0) - sum(0, this.logs.length, 0));
	}

	/**
	 * The logarithm of the chance of exactly so many.
	 * @param oddsRatio the odds of failing at the candidate by those at stable
	 */
	double log(long failures, double oddsRatio) {
		double logOdds = Math.log(oddsRatio);
		int at = (int) (failures - this.least);
		return this.logs[at] + at * logOdds - sum(0, this.logs.length, logOdds);
	}

	/** The logarithm of the summed weights, without overflow. */
	private double sum(int from, int to, double logOdds) {
		double largest = Double.NEGATIVE_INFINITY;
		for (int i = from; i < to; i++) {
			largest = Math.max(largest, this.logs[i] + i * logOdds);
		}
		double sum = 0;
		for (int i = from; i < to; i++) {
			sum += Math.exp(this.logs[i] + i * logOdds - largest);
		}
		return largest + Math.log(sum);
	}

}
