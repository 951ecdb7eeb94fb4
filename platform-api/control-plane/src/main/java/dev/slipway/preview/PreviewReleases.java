package dev.slipway.preview;

import dev.slipway.preview.PreviewSeen.Ending;
import org.jspecify.annotations.Nullable;

/** The releases in previews. */
public interface PreviewReleases {

	/**
	 * Asks for the release of what is wanted, and keeps its number with the preview in
	 * one transaction.
	 * @throws IllegalStateException when the wish was answered, or the preview is being
	 * removed
	 * @throws Refused when it cannot be released
	 */
	void request(Preview preview, PreviewStore store);

	/** Whether one is under way. */
	boolean live(Preview preview);

	/** Aborts those that are under way. */
	void stop(Preview preview);

	/** How one ended; null while it is under way. */
	@Nullable Ending ending(Preview preview, int release);

	/** Whether any has a database. */
	boolean database(Preview preview);

	/** A wish cannot be released. The message says why and what to do. */
	class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		public Refused(Throwable cause) {
			super(cause.getMessage(), cause);
		}

	}

}
