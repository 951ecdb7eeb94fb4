package dev.slipway.judge;

/**
 * When a new kind of error matters.
 *
 * @param leastCount how often it must occur at least
 * @param leastShare how many of these a request at least, 0 for any
 * @param alpha how likely, at most, chance alone put all of them on the candidate
 * @param examples how many messages to keep of each kind
 */
public record LogRule(long leastCount, double leastShare, double alpha, int examples) {

	/** Twice, unlikely by chance at 1 %, three examples. */
	public static final LogRule USUAL = new LogRule(2, 0, 0.01, 3);

	/**
	 * Checks them.
	 * @throws IllegalArgumentException when one is out of its range
	 */
	public LogRule {
		if (leastCount < 1 || !(leastShare >= 0) || !(alpha > 0 && alpha < 1) || examples < 0) {
			throw new IllegalArgumentException("A new kind of error cannot matter from " + leastCount + " times, share "
					+ leastShare + ", alpha " + alpha + ", " + examples + " examples");
		}
	}

	boolean counts(long count, long exposure) {
		return count >= this.leastCount && count >= this.leastShare * exposure;
	}

}
