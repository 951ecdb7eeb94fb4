package dev.slipway.rollout.adapter;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Rolling releases on the cluster that SLIPWAY_TEST_KUBECONFIG names. */
@NullUnmarked
@NamedCluster.Only
class NamedClusterRollingTest extends RollingReleaseTest {

	@Override
	@Test
	@Disabled("only the program of the local cluster's image can be rude")
	void losesRequestsWhenPodsLeaveWithoutDraining() {
		// Nothing to see.
	}

	@Override
	@Test
	@Disabled("the database is one of this machine")
	void givesAServiceADatabaseAndTakesItBack() {
		// Nothing to see.
	}

}
