package dev.slipway.environments.web;

import dev.slipway.environments.Clusters.Health;

/** Health as it may be told: what is wrong names addresses and files of the platform. */
final class HealthView {

	private HealthView() {
	}

	/** Operators see all of it; others whether it answers, its version and since when. */
	static Health of(Health health, boolean operator) {
		return (operator || health.up()) ? health : new Health(false, "Not reachable", null, null, health.since());
	}

}
