package dev.slipway.judge;

/** Which way a metric is better. */
public enum Direction {

	/** As of latencies. */
	LOWER_IS_BETTER,
	/** As of throughput. */
	HIGHER_IS_BETTER

}
