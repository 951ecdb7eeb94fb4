package dev.slipway.judge;

/**
 * How strict a comparison is. The two-sided confidence interval at level 1 − alpha
 * decides both ways, as usual for non-inferiority (ICH E9, 3.3.2): wholly on the harmful
 * side of zero is worse, wholly below the margin is within it. So of identical pairs at
 * most alpha / 2 are called worse.
 *
 * @param margin how much worse is accepted
 * @param alpha two-sided, such as 0.05
 * @param power the chance to see what is there that sizes are computed for, such as 0.8
 */
public record Criteria(Margin margin, double alpha, double power) {

	/**
	 * Checks them.
	 * @throws IllegalArgumentException when alpha is not within 0 and 0.5 or power not
	 * within 0.5 and 1, exclusive
	 */
	public Criteria {
		if (!(alpha > 0 && alpha < 0.5)) {
			throw new IllegalArgumentException("alpha must be within 0 and 0.5, not " + alpha);
		}
		if (!(power > 0.5 && power < 1)) {
			throw new IllegalArgumentException("power must be within 0.5 and 1, not " + power);
		}
	}

	/** With alpha 0.05 and power 80 %. */
	public static Criteria of(Margin margin) {
		return new Criteria(margin, 0.05, 0.8);
	}

	/** The same with another alpha, such as {@link AlphaSpending} gives for a look. */
	public Criteria withAlpha(double other) {
		return new Criteria(this.margin, other, this.power);
	}

}
