package dev.slipway.preview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/**
 * The world as a preview sees it in one tick.
 *
 * @param preview as it is kept
 * @param branchGone whether its branch was deleted in the platform's repository
 * @param expiresAt when it will have been idle for too long
 * @param place its namespace
 * @param releasing whether a release is under way there
 * @param ending how the release of the last wish ended; null while there is none or it is
 * under way
 */
public record PreviewSeen(Preview preview, boolean branchGone, Instant expiresAt, Place place, boolean releasing,
		@Nullable Ending ending) {

	/** What ends or changes it in every state. */
	Optional<Step<PreviewState, PreviewAction>> leaving(int sequence, Instant now) {
		String closing = this.preview.closing();
		if (closing != null) {
			return Optional.of(PreviewState.removing(closing));
		}
		if (this.branchGone) {
			return Optional.of(PreviewState.removing("The branch " + this.preview.branch() + " was deleted"));
		}
		if (!now.isBefore(this.expiresAt)) {
			return Optional.of(PreviewState.removing("No image came since " + this.preview.wanted().at()));
		}
		Preview.Wanted wanted = this.preview.wanted();
		return (wanted.sequence() == sequence) ? Optional.empty()
				: Optional.of(Step.move(new PreviewState.Deploying(wanted.sequence()),
						"Image " + wanted.image() + ", asked for by " + wanted.by(), List.of()));
	}

	/** A namespace. */
	public enum Place {

		/** There is none of that name. */
		MISSING,
		/** It was made for the preview. */
		OURS,
		/** It is being deleted. */
		GOING,
		/** It was not made for the preview. */
		FOREIGN

	}

	/**
	 * How a release ended.
	 *
	 * @param succeeded whether it was promoted
	 * @param reason why; empty when it was
	 */
	public record Ending(boolean succeeded, String reason) {
	}

}
