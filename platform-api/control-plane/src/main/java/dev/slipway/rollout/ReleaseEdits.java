package dev.slipway.rollout;

import java.util.List;

import dev.slipway.rollout.Release.Draft;
import org.jspecify.annotations.Nullable;

/** Changes what a release consists of. */
public interface ReleaseEdits {

	/** The draft with its manifests, image and pods changed. */
	Draft apply(Draft draft, List<Edit> edits);

	/**
	 * A change of one field.
	 *
	 * @param kind of the object
	 * @param name of the object in the manifests
	 * @param path its steps; an element of a list by its name or place in brackets
	 * @param value of JSON; null takes the field away
	 */
	record Edit(String kind, String name, List<String> path, @Nullable Object value) {

		public Edit {
			path = List.copyOf(path);
		}

	}

}
