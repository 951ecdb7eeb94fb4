package dev.slipway.rollout;

import java.time.Duration;

/**
 * How a release replaces the one before it, in batches.
 *
 * @param maxSurge pods above the desired number, as a count or a percentage
 * @param maxUnavailable pods below the desired number, as a count or a percentage
 * @param minReady how long a pod has to be ready to count
 * @param progressDeadline a batch that is not ready after this time fails the release
 */
public record Strategy(Amount maxSurge, Amount maxUnavailable, Duration minReady, Duration progressDeadline) {

	/** The values of Kubernetes' own rolling update, but with no pod missing. */
	public static Strategy defaults() {
		return new Strategy(Amount.parse("25%"), Amount.parse("0"), Duration.ZERO, Duration.ofSeconds(120));
	}

	/** What the engine needs of a release with that many pods. */
	public Plan plan(String service, String environment, int number, int replicas) {
		int surge = this.maxSurge.of(replicas, true);
		int unavailable = this.maxUnavailable.of(replicas, false);
		// With neither there would be no way to begin.
		int usable = (surge == 0 && unavailable == 0) ? 1 : surge;
		return new Plan(service, environment, number, replicas, usable, unavailable, this.minReady,
				this.progressDeadline);
	}

}
