package dev.slipway.judge;

import org.jspecify.annotations.Nullable;

/**
 * Where the true effect lies, at a level of confidence.
 *
 * @param lower null when the data set no lower bound
 * @param upper null when the data set no upper bound
 */
public record Interval(@Nullable Double lower, @Nullable Double upper) {

	/** Logarithm of what is as good as no bound. */
	private static final double LARGEST = 600;

	/** Whether all of it is below the value. */
	boolean isBelow(double value) {
		return this.upper != null && this.upper < value;
	}

	/** Mirrored at zero. */
	Interval negated() {
		return new Interval((this.upper != null) ? -this.upper : null, (this.lower != null) ? -this.lower : null);
	}

	/** From differences of logarithms to parts: 0.0953 becomes 0.1, a tenth more. */
	Interval fromLogarithms() {
		return new Interval((this.lower != null) ? Math.expm1(this.lower) : null,
				(this.upper != null && this.upper < LARGEST) ? Math.expm1(this.upper) : null);
	}

}
