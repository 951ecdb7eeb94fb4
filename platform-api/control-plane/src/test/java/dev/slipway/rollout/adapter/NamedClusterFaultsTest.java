package dev.slipway.rollout.adapter;

import org.jspecify.annotations.NullUnmarked;

/**
 * A handful of calls of each kind fails, in each way, on the cluster that
 * SLIPWAY_TEST_KUBECONFIG names.
 */
@NullUnmarked
@NamedCluster.Only
class NamedClusterFaultsTest extends ReleaseFaultsTest {

}
