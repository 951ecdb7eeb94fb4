package dev.slipway.judge;

/**
 * A limit of the share of bad requests. The evidence against it is the likelihood ratio
 * of rates above the limit to the limit itself, averaged over a fixed grid: its
 * expectation stays at most 1 as long as each request's chance to be bad, given all
 * before it, is at most the limit; by Ville's inequality it then ever reaches 1 / alpha
 * with a chance of at most alpha. One rate instead of the grid would be Wald's sequential
 * probability ratio test (Annals of Mathematical Statistics 16 (1945) 117–186).
 *
 * @param name what is watched
 * @param limit the share that is accepted, within 0 and 1; for none take a
 * {@link FailureWatch}
 * @param alpha how many good candidates may be tripped
 * @param candidate what was seen
 * @param tripped whether the evidence ever sufficed
 */
public record RateWatch(String name, double limit, double alpha, Counts candidate, boolean tripped) implements Watch {

	/** How many times the limit's odds. */
	private static final double[] ODDS = { 1.2, 1.5, 2, 3, 5, 10, 30, 100 };

	/**
	 * Checks the limit.
	 * @throws IllegalArgumentException when limit or alpha is not within 0 and 1,
	 * exclusive
	 */
	public RateWatch {
		if (!(limit > 0 && limit < 1 && alpha > 0 && alpha < 1)) {
			throw new IllegalArgumentException("limit and alpha must be within 0 and 1: " + limit + ", " + alpha);
		}
	}

	@Override
	public RateWatch plus(Sides<Counts> increment) {
		Counts sum = this.candidate.plus(increment.candidate());
		boolean now = logEvidence(sum, this.limit) >= -Math.log(this.alpha);
		return new RateWatch(this.name, this.limit, this.alpha, sum, this.tripped || now);
	}

	@Override
	public Decision decision() {
		if (this.candidate.none()) {
			return new Decision(Decision.Kind.NO_DATA, this.name + ": no request of the candidate was seen yet.");
		}
		String text = this.name + ": " + Words.counts(this.candidate) + " were bad, the limit is "
				+ Words.percent(this.limit) + "; ";
		return this.tripped
				? new Decision(Decision.Kind.TRIP,
						text + Evidences.reached(this.alpha) + " that the limit is exceeded.")
				: new Decision(Decision.Kind.CONTINUE,
						text + Evidences.missing(logEvidence(this.candidate, this.limit), this.alpha));
	}

	private static double logEvidence(Counts seen, double limit) {
		double[] logs = new double[ODDS.length];
		for (int i = 0; i < ODDS.length; i++) {
			double odds = ODDS[i] * limit / (1 - limit);
			double fine = Math.log((1 / (1 + odds)) / (1 - limit));
			double bad = Math.log(odds / (1 + odds) / limit);
			logs[i] = seen.failures() * bad + (seen.total() - seen.failures()) * fine;
		}
		return Evidences.logMean(logs);
	}

}
