package dev.slipway.flow;

import java.time.Duration;

/**
 * How a driver works.
 *
 * @param workers how many flows tick at once at most
 * @param lease how long a driver that died or stalled keeps others away; it is renewed
 * four times in that time while a tick runs
 * @param poll how often due flows are looked for; a local wake-up does not wait for it
 * @param coalesce how long further wake-ups of a flow are gathered before it ticks
 * @param firstRetry the first back-off, doubled with each failure
 * @param lastRetry the longest back-off
 */
public record DriverSettings(int workers, Duration lease, Duration poll, Duration coalesce, Duration firstRetry,
		Duration lastRetry) {

	/** What is right for one instance and for several. */
	public static DriverSettings defaults() {
		return new DriverSettings(8, Duration.ofSeconds(8), Duration.ofMillis(200), Duration.ofMillis(20),
				Duration.ofMillis(250), Duration.ofSeconds(15));
	}

	/** 250 ms, 500 ms, 1 s … 15 s. */
	Duration retryAfter(int failures) {
		Duration grown = this.firstRetry.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 16));
		return (grown.compareTo(this.lastRetry) < 0) ? grown : this.lastRetry;
	}

}
