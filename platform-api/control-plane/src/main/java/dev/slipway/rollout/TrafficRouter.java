package dev.slipway.rollout;

import dev.slipway.rollout.ReleaseCluster.Fence;
import org.jspecify.annotations.Nullable;

/** Divides the requests of a service. Each call may throw when it cannot be reached. */
public interface TrafficRouter {

	/** How far a wanted division is. */
	Traffic look(Release release, Split wanted);

	/**
	 * The release that somebody else pointed all requests at, by the entry Service; null
	 * when it stands as it was written last.
	 */
	default @Nullable Integer byHand(Release release) {
		return null;
	}

	/** What was done by hand is as if it had been written here. */
	default void accept(Release release, Fence fence) {
	}

	/**
	 * Writes a division; the second time it changes nothing. A write that a later writer
	 * has overtaken is dropped.
	 * @throws ReleaseCluster.Refused when the cluster will never take it
	 */
	void route(Release release, Split wanted, Fence fence);

}
