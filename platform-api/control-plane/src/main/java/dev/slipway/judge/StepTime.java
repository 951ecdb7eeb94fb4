package dev.slipway.judge;

import java.time.Duration;

/**
 * How long a step may last.
 *
 * @param planned as the strategy says
 * @param longest as long as it may become
 */
public record StepTime(Duration planned, Duration longest) {

	/**
	 * Checks them.
	 * @throws IllegalArgumentException when planned is longer than longest, or longest
	 * not above zero
	 */
	public StepTime {
		if (planned.isNegative() || longest.compareTo(planned) < 0 || longest.isZero()) {
			throw new IllegalArgumentException("A step of " + planned + " that may last " + longest);
		}
	}

}
