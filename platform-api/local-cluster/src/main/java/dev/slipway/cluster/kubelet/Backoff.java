package dev.slipway.cluster.kubelet;

import java.time.Duration;

/**
 * How long to wait before a container is started again: not at all after the first end,
 * then a base that doubles up to a maximum. Ten good minutes start it over.
 *
 * @param base first delay
 * @param max longest delay
 */
public record Backoff(Duration base, Duration max) {

	/** What Kubernetes does: 10 s, 20 s, 40 s, … 5 min. */
	public static final Backoff KUBERNETES = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

	private static final int MAX_DOUBLINGS = 20;

	/**
	 * The delay after a number of ends in a row. Example with base 10 s: 1 → 0, 2 → 10 s,
	 * 3 → 20 s, 7 → 300 s.
	 */
	Duration delay(int ends) {
		if (ends <= 1) {
			return Duration.ZERO;
		}
		Duration delay = this.base.multipliedBy(1L << Math.min(ends - 2, MAX_DOUBLINGS));
		return (delay.compareTo(this.max) > 0) ? this.max : delay;
	}

	/** Whether a run of that length makes earlier ends forgotten. */
	boolean forgets(Duration ran) {
		return ran.compareTo(this.max.multipliedBy(2)) >= 0;
	}

}
