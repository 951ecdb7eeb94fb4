package dev.slipway.judge;

/**
 * A plain limit: more failures than that are too many, whatever the number of requests.
 *
 * @param name what is watched
 * @param most the limit, 0 for "not a single one"
 * @param candidate what was seen
 */
public record FailureWatch(String name, long most, Counts candidate) implements Watch {

	/**
	 * Checks the limit.
	 * @throws IllegalArgumentException when it is negative
	 */
	public FailureWatch {
		if (most < 0) {
			throw new IllegalArgumentException("The limit of failures must not be negative: " + most);
		}
	}

	@Override
	public FailureWatch plus(Sides<Counts> increment) {
		return new FailureWatch(this.name, this.most, this.candidate.plus(increment.candidate()));
	}

	@Override
	public boolean tripped() {
		return this.candidate.failures() > this.most;
	}

	@Override
	public Decision decision() {
		if (this.candidate.none()) {
			return new Decision(Decision.Kind.NO_DATA, this.name + ": no request of the candidate was seen yet.");
		}
		return new Decision(tripped() ? Decision.Kind.TRIP : Decision.Kind.CONTINUE,
				this.name + ": " + Words.counts(this.candidate) + " were bad, "
						+ (tripped() ? "more than the " : "the ") + Words.count(this.most) + " that are allowed.");
	}

}
