package dev.slipway.preview;

import dev.slipway.preview.PreviewSeen.Place;

/** The namespaces of previews. */
public interface PreviewPlaces {

	/** Looks. */
	Place look(Preview preview);

	/** Makes it, if it is missing. Idempotent. */
	void make(Preview preview);

	/**
	 * Removes the database, if the preview has one, also when the namespace is missing,
	 * and then the namespace with all in it. Nothing is removed when the namespace was
	 * not made for the preview. Idempotent; the namespace may take its time.
	 * @param database whether a release may have got one
	 */
	void remove(Preview preview, boolean database);

}
