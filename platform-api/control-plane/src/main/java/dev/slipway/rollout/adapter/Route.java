package dev.slipway.rollout.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.Split;
import dev.slipway.rollout.Traffic;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** The object by which one kind of router divides requests, beside the entry Service. */
interface Route {

	/** How far a wanted division is. */
	Traffic look(Release release, Split wanted);

	/** Writes a division. */
	void write(Release release, Split wanted, Fence fence);

	/** Cleans up when the entry Service stands. */
	default void settle(Release release, Split wanted, Fence fence) {
	}

	/**
	 * The object by which one release alone has all requests; null when the entry Service
	 * does without one then.
	 */
	default @Nullable HasMetadata atRest(Release release) {
		return null;
	}

	/**
	 * What must not be there while one release alone has all requests, as it is; null
	 * when it is not there.
	 */
	default @Nullable ObjectNode diverting(Release release) {
		return null;
	}

	/** Whether it names the Service of that name, be it that somebody wrote it there. */
	boolean names(Release release, String service);

	/** Takes it away: the entry Service alone decides. */
	void remove(Release release, Fence fence);

}
