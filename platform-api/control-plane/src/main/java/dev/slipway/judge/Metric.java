package dev.slipway.judge;

/**
 * What samples are of.
 *
 * @param name as people call it, such as {@code p95 of /orders}
 * @param unit such as {@code ms}; margins and effects are in it
 * @param direction which way is better
 */
public record Metric(String name, String unit, Direction direction) {

	/** A latency in milliseconds. */
	public static Metric millis(String name) {
		return new Metric(name, "ms", Direction.LOWER_IS_BETTER);
	}

}
