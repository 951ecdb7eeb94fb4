package dev.slipway.strategy;

import java.time.Duration;

/**
 * How long a stage lasts at least.
 *
 * @param time at least this long
 * @param untilResumed until a user resumes it as well
 */
public record Hold(Duration time, boolean untilResumed) {

	/** No longer than its pods and gates need. */
	public static final Hold NONE = new Hold(Duration.ZERO, false);

}
