package dev.slipway.judge;

import java.util.function.DoubleUnaryOperator;

/** Finds where a falling function crosses zero; never looks at the ends. */
final class Bisection {

	/** To the last digits of a ratio. */
	private static final int FINE = 48;

	/** To more digits than anybody reads, for what costs more to look at. */
	private static final int COARSE = 36;

	private Bisection() {
	}

	/**
	 * The zero, or the end next to it when the function does not change its sign.
	 * @param falling a function that does not rise
	 */
	static double zero(DoubleUnaryOperator falling, double from, double to) {
		return zero(falling, from, to, FINE);
	}

	static double roughZero(DoubleUnaryOperator falling, double from, double to) {
		return zero(falling, from, to, COARSE);
	}

	private static double zero(DoubleUnaryOperator falling, double from, double to, int halvings) {
		double low = from;
		double high = to;
		for (int i = 0; i < halvings; i++) {
			double middle = low + (high - low) / 2;
			if (falling.applyAsDouble(middle) > 0) {
				low = middle;
			}
			else {
				high = middle;
			}
		}
		return low + (high - low) / 2;
	}

}
