package dev.slipway.judge;

/**
 * How much worse than stable is still accepted.
 *
 * @param amount above zero; in the metric's own unit (0.005 of a ratio is half a
 * percentage point), or, when relative, a part of stable's value (0.1 is a tenth)
 * @param relative whether it is a part of stable's value
 */
public record Margin(double amount, boolean relative) {

	/**
	 * Checks it.
	 * @throws IllegalArgumentException when the amount is not above zero and finite: with
	 * none, "no worse" could never be shown
	 */
	public Margin {
		if (!(amount > 0) || Double.isInfinite(amount)) {
			throw new IllegalArgumentException("A margin must be above 0, not " + amount);
		}
	}

	public static Margin absolute(double amount) {
		return new Margin(amount, false);
	}

	public static Margin relative(double part) {
		return new Margin(part, true);
	}

	/** In the metric's unit, for a value of stable. */
	double at(double stable) {
		return this.relative ? this.amount * Math.abs(stable) : this.amount;
	}

}
