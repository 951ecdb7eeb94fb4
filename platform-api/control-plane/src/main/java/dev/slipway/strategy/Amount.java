package dev.slipway.strategy;

/**
 * A number of pods, absolute or as a percentage of the desired number.
 *
 * @param value the count, or the percentage
 * @param percent whether it is one
 */
public record Amount(int value, boolean percent) {

	/**
	 * Reads {@code 2} or {@code 25%}.
	 * @throws IllegalArgumentException when it is neither
	 */
	public static Amount parse(String text) {
		String trimmed = text.trim();
		boolean percent = trimmed.endsWith("%");
		String digits = percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
		if (!digits.matches("[0-9]{1,4}") || (percent && Integer.parseInt(digits) > 100)) {
			throw new IllegalArgumentException("\"" + text + "\" is neither a count such as 1 nor 0% to 100%");
		}
		return new Amount(Integer.parseInt(digits), percent);
	}

	/** The pods that this is of so many: 25 % of 5 is 1.25, so 2 rounded up, 1 down. */
	public int of(int replicas, boolean roundUp) {
		if (!this.percent) {
			return this.value;
		}
		return (replicas * this.value + (roundUp ? 99 : 0)) / 100;
	}

	@Override
	public String toString() {
		return this.percent ? this.value + "%" : Integer.toString(this.value);
	}

}
