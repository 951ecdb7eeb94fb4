package dev.slipway.rollout;

import dev.slipway.rollout.ReleaseCluster.Fence;

/** Divides the requests of a service. Each call may throw when it cannot be reached. */
public interface TrafficRouter {

	/** How far a wanted division is. */
	Traffic look(Release release, Split wanted);

	/**
	 * Writes a division; the second time it changes nothing. A write that a later writer
	 * has overtaken is dropped.
	 * @throws ReleaseCluster.Refused when the cluster will never take it
	 */
	void route(Release release, Split wanted, Fence fence);

}
