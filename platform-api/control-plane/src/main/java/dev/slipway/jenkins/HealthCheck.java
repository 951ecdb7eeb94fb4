package dev.slipway.jenkins;

import dev.slipway.pipeline.ServerHealth;

/** Says how the Jenkins is: asks it, within a few seconds. */
@FunctionalInterface
public interface HealthCheck {

	/** How it is now. */
	ServerHealth check();

}
