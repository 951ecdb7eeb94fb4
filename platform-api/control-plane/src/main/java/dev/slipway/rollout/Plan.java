package dev.slipway.rollout;

import java.time.Duration;

/**
 * What the engine needs of a release to decide.
 *
 * @param service the service
 * @param environment the environment
 * @param number the release's number there
 * @param replicas the desired pods
 * @param surge pods above it at most, at least 1 if {@code unavailable} is 0
 * @param unavailable pods below it at most
 * @param minReady how long a pod has to be ready to count
 * @param progressDeadline a batch that is not ready after this time fails the release
 */
public record Plan(String service, String environment, int number, int replicas, int surge, int unavailable,
		Duration minReady, Duration progressDeadline) {

	/** The id of the flow that drives it, such as {@code orders/dev/3}. */
	public String flowId() {
		return this.service + "/" + this.environment + "/" + this.number;
	}

	/**
	 * The next batch: how many pods of the old release stay and how many of the new one
	 * there are.
	 *
	 * <p>
	 * With 4 replicas, surge 1, unavailable 0, and 4 old pods: 4 stay and 1 new starts;
	 * when it is available, 3 stay and 2 are new; then 2 and 3, 1 and 4, and 0 and 4.
	 * With surge 0 and unavailable 1: 3 stay and 1 new starts; then 2 and 2; and so on.
	 * @param number counts the batches of a release from 1
	 * @param oldNow pods desired of the old release now
	 * @param freshNow pods desired of the new release now
	 * @param available pods of the new release that are available
	 */
	Batch batch(int number, int oldNow, int freshNow, int available) {
		int old = Math.min(oldNow, Math.max(0, this.replicas - this.unavailable - available));
		int fresh = Math.min(this.replicas, Math.max(freshNow, this.replicas + this.surge - old));
		return new Batch(number, old, fresh);
	}

	/**
	 * Desired pods of both releases.
	 *
	 * @param number counts from 1
	 * @param old of the release before
	 * @param fresh of this release
	 */
	public record Batch(int number, int old, int fresh) {
	}

}
