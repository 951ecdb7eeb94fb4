package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.rollout.ReleaseCluster.Fence;
import org.jspecify.annotations.Nullable;

/** The objects of a release that is at rest, as Slipway wants them and as they are. */
public interface LiveObjects {

	/** Maps in which an entry more is a difference: nobody fills them in. */
	Set<String> WHOLE = Set.of("data", "selector", "matchLabels", "nodeSelector", "requests", "limits");

	/** Looks. Changes nothing. */
	List<LiveObject> look(Release release);

	/**
	 * Puts an object back to what is wanted, unless it has changed since it was seen, or
	 * a later writer has marked it.
	 */
	void restore(Release release, LiveObject object, Fence fence);

	/**
	 * An object.
	 *
	 * @param kind such as {@code Deployment}
	 * @param name its name
	 * @param wanted the fields that Slipway owns, as a tree of JSON; null when the object
	 * must not be there
	 * @param found the object as it is; null when it is not there
	 * @param writers who else wrote to it
	 */
	record LiveObject(String kind, String name, @Nullable Map<String, Object> wanted,
			@Nullable Map<String, Object> found, List<Writer> writers) {

		public LiveObject {
			writers = List.copyOf(writers);
		}

	}

	/**
	 * A field manager other than Slipway and the cluster's controllers.
	 *
	 * @param manager such as {@code kubectl-edit}
	 * @param at when it wrote last
	 * @param fields what it wrote, as {@code managedFields} tells it
	 */
	record Writer(String manager, Instant at, Map<String, Object> fields) {
	}

}
