package dev.slipway.notification;

import java.time.Duration;
import java.util.SplittableRandom;

import dev.slipway.notification.Delivery.Attempt;

/**
 * How often a delivery is tried.
 *
 * @param first the longest wait after the first attempt, doubled with each further one
 * @param longest the longest wait of all
 * @param giveUp how long after the event it is tried
 */
public record Retries(Duration first, Duration longest, Duration giveUp) {

	/**
	 * The wait after an attempt that failed: between half and all of what the number of
	 * attempts asks for, so that deliveries that failed together are not sent together
	 * again; the same each time it is computed. With 10 s at first, the fourth waits
	 * between 40 and 80 s. What the receiver asks for by Retry-After comes first.
	 */
	Duration after(Attempt attempt, long delivery) {
		Duration grown = this.first.multipliedBy(1L << Math.min(attempt.number() - 1, 20));
		long most = ((grown.compareTo(this.longest) < 0) ? grown : this.longest).toMillis();
		double share = new SplittableRandom(delivery * 31 + attempt.number()).nextDouble();
		Duration wait = Duration.ofMillis(most / 2 + (long) (share * most / 2));
		Duration asked = attempt.retryAfter();
		return (asked != null && asked.compareTo(wait) > 0) ? asked : wait;
	}

}
