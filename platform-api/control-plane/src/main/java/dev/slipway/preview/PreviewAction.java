package dev.slipway.preview;

/** What a preview does. */
public sealed interface PreviewAction {

	/** Its namespace is there, as the rules of its base say. */
	record MakePlace() implements PreviewAction {
	}

	/**
	 * The release of a wish is asked for, unless it was.
	 *
	 * @param sequence of the wish
	 */
	record RequestRelease(int sequence) implements PreviewAction {
	}

	/**
	 * Nothing is released to it any more.
	 *
	 * @param reason why
	 */
	record Close(String reason) implements PreviewAction {
	}

	/** Its live releases are aborted. */
	record StopReleases() implements PreviewAction {
	}

	/** Its database and its namespace are deleted, with all in them. */
	record RemovePlace() implements PreviewAction {
	}

	/** It is kept as gone. */
	record Bury() implements PreviewAction {
	}

}
