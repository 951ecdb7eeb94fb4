package dev.slipway.judge;

/**
 * Requests of one side in a window.
 *
 * @param failures how many were bad: failed, or too slow
 * @param total how many there were
 */
public record Counts(long failures, long total) {

	/** Nothing seen: no data, not "no failures". */
	public static final Counts NONE = new Counts(0, 0);

	/**
	 * Checks them.
	 * @throws IllegalArgumentException when negative or more failures than requests
	 */
	public Counts {
		if (failures < 0 || failures > total) {
			throw new IllegalArgumentException(failures + " failures of " + total + " requests");
		}
	}

	/**
	 * From the increases of two counters, which are estimated and hence not whole.
	 * @param failures bad requests; more than the total counts as the total
	 * @param total all requests; what is not a number above zero is no data
	 */
	public static Counts ofIncreases(double failures, double total) {
		if (!Double.isFinite(total) || !Double.isFinite(failures) || total <= 0) {
			return NONE;
		}
		long all = Math.round(total);
		return new Counts(Math.min(all, Math.max(0, Math.round(failures))), all);
	}

	/** Whether there is no data. */
	public boolean none() {
		return this.total == 0;
	}

	/** The part that failed; 0 of nothing, so ask {@link #none()} first. */
	public double ratio() {
		return none() ? 0 : (double) this.failures / this.total;
	}

	public Counts plus(Counts other) {
		return new Counts(this.failures + other.failures, this.total + other.total);
	}

}
