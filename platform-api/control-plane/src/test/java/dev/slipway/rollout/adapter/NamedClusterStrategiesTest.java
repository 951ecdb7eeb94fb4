package dev.slipway.rollout.adapter;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assumptions;

/** Blue/green and canary on the cluster that SLIPWAY_TEST_KUBECONFIG names. */
@NullUnmarked
@NamedCluster.Only
class NamedClusterStrategiesTest extends StrategiesTest {

	@Override
	void needRoutes() {
		Assumptions.assumeTrue(NamedCluster.routes(),
				"set SLIPWAY_TEST_ROUTES=gamma if the cluster serves HTTPRoutes at Services");
	}

}
