package dev.slipway.preview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps previews. */
public interface PreviewStore {

	/**
	 * Keeps a new one under the next number.
	 * @param draft with number 0
	 * @param limits how many there may be
	 * @param alongside done in the same transaction
	 * @return empty when the branch has an open preview already
	 * @throws TooManyPreviews when there is no room
	 */
	Optional<Preview> add(Preview draft, PreviewLimits limits, Consumer<Preview> alongside);

	/**
	 * Keeps what is to run in a preview.
	 * @param again whether the same image is a new wish
	 * @return the preview as it is then; empty when it is being removed
	 */
	Optional<Preview> want(Preview preview, Preview.Wanted wanted, boolean again);

	/** Finds one, also one that is gone. */
	Optional<Preview> find(int number);

	/** The one of a branch that is not being removed. */
	Optional<Preview> open(String service, String branch);

	/** Those of a service of which something is there, newest first. */
	List<Preview> there(String service);

	/** Those of all services of which something is there, newest first. */
	List<Preview> there();

	/**
	 * Keeps the release that a wish became, in the caller's transaction.
	 * @throws IllegalStateException when the wish was answered, is outdated, or the
	 * preview is being removed
	 */
	void released(Preview preview, int sequence, int release);

	/** Keeps why a wish became no release, unless it was answered. */
	void refused(Preview preview, int sequence, String why);

	/** From now on it is being removed; the first reason stays. */
	void close(Preview preview, String why);

	/** Nothing of it is there any more. */
	void gone(Preview preview, Instant at);

}
