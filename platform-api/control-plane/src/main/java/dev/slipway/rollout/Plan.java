package dev.slipway.rollout;

import java.time.Duration;

import dev.slipway.strategy.Schedule;
import dev.slipway.strategy.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What the engine needs of a release to decide.
 *
 * @param service the service
 * @param environment the environment
 * @param number the release's number there
 * @param replicas the pods that it needs to take all requests
 * @param strategy how it replaces the one before
 */
public record Plan(String service, String environment, int number, int replicas, Strategy strategy) {

	/** The id of the flow that drives it, such as {@code orders/dev/3}. */
	public String flowId() {
		return this.service + "/" + this.environment + "/" + this.number;
	}

	/**
	 * With as many pods as that at least: the stable release may have been given more by
	 * its autoscaler than its manifests say.
	 */
	Plan atLeast(int pods) {
		return (pods <= this.replicas) ? this
				: new Plan(this.service, this.environment, this.number, pods, this.strategy);
	}

	/** How long a pod has to be ready to count. */
	public Duration minReady() {
		return this.strategy.terms().minReady();
	}

	/** A stage whose pods are not ready after this time fails the release. */
	public Duration progressDeadline() {
		return this.strategy.terms().progressDeadline();
	}

	/** How long a release that lost its requests keeps its pods. */
	Duration drain() {
		return switch (this.strategy.terms().routing().router()) {
			// Here the pods leave one by one, each by its own preStop.
			case REPLICAS -> Duration.ZERO;
			case SELECTOR, HTTP_ROUTE, ISTIO, NGINX -> this.strategy.terms().drain();
		};
	}

	/** The stages on the way from the stable release. */
	public Schedule schedule(@Nullable Stable stable) {
		return this.strategy.schedule(this.replicas, (stable != null) ? stable.replicas() : 0);
	}

}
