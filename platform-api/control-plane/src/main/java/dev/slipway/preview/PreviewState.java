package dev.slipway.preview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.preview.Preview.Answer;
import dev.slipway.preview.PreviewAction.Bury;
import dev.slipway.preview.PreviewAction.Close;
import dev.slipway.preview.PreviewAction.MakePlace;
import dev.slipway.preview.PreviewAction.RemovePlace;
import dev.slipway.preview.PreviewAction.RequestRelease;
import dev.slipway.preview.PreviewAction.StopReleases;
import dev.slipway.preview.PreviewSeen.Place;

/**
 * Where a preview is.
 *
 * <pre>
 * Deploying ⇄ Following → Resting (→ Deploying, with the next image)
 *     └───────────┴──────────┴──→ Removing → Gone
 * </pre>
 */
public sealed interface PreviewState {

	/** Look again after this time while something is under way. */
	Duration SOON = Duration.ofSeconds(1);

	/** Look again after this time when nothing wakes it: a branch may be deleted. */
	Duration LOOK = Duration.ofSeconds(30);

	/** Decides, without side effects. */
	Step<PreviewState, PreviewAction> next(PreviewSeen seen, Instant now);

	/**
	 * Until the wished image is a release.
	 *
	 * @param sequence of the wish
	 */
	record Deploying(int sequence) implements PreviewState {

		@Override
		public Step<PreviewState, PreviewAction> next(PreviewSeen seen, Instant now) {
			return seen.leaving(this.sequence, now).orElseGet(() -> {
				Answer answer = seen.preview().answer();
				Integer release = answer.release();
				if (answer.sequence() == this.sequence) {
					return (release != null)
							? Step.move(new Following(this.sequence, release), "Became release " + release, List.of())
							: rest(this.sequence, false, "The release was refused. " + answer.refusal());
				}
				if (seen.place() == Place.FOREIGN) {
					return removing("Its namespace was there before and belongs to somebody else");
				}
				return Step.stay(this, SOON, (seen.place() == Place.OURS) ? List.of(new RequestRelease(this.sequence))
						: (seen.place() == Place.MISSING) ? List.of(new MakePlace()) : List.of());
			});
		}

	}

	/**
	 * Until the release has ended.
	 *
	 * @param sequence of the wish
	 * @param release its number
	 */
	record Following(int sequence, int release) implements PreviewState {

		@Override
		public Step<PreviewState, PreviewAction> next(PreviewSeen seen, Instant now) {
			return seen.leaving(this.sequence, now).orElseGet(() -> {
				PreviewSeen.Ending ending = seen.ending();
				if (ending == null) {
					return Step.stay(this, SOON, List.of());
				}
				return ending.succeeded() ? rest(this.sequence, true, "Release " + this.release + " runs") : rest(
						this.sequence, false, "Release " + this.release + " did not succeed. " + ending.reason());
			});
		}

	}

	/**
	 * Until there is another image, or nobody needs it any more.
	 *
	 * @param sequence of the wish
	 * @param good whether its image runs
	 * @param reason how it came to that
	 */
	record Resting(int sequence, boolean good, String reason) implements PreviewState {

		@Override
		public Step<PreviewState, PreviewAction> next(PreviewSeen seen, Instant now) {
			return seen.leaving(this.sequence, now).orElseGet(() -> {
				if (seen.place() == Place.MISSING || seen.place() == Place.GOING) {
					return removing("Somebody deleted its namespace");
				}
				Duration left = Duration.between(now, seen.expiresAt());
				return Step.stay(this, (left.compareTo(LOOK) < 0) ? left : LOOK, List.of());
			});
		}

	}

	/**
	 * Until nothing of it is there: first nothing new may begin, then what is under way
	 * ends, then all that it made goes.
	 *
	 * @param reason why
	 */
	record Removing(String reason) implements PreviewState {

		@Override
		public Step<PreviewState, PreviewAction> next(PreviewSeen seen, Instant now) {
			if (seen.preview().closing() == null) {
				return Step.stay(this, SOON, List.of(new Close(this.reason)));
			}
			if (seen.releasing()) {
				return Step.stay(this, SOON, List.of(new StopReleases()));
			}
			if (seen.place() == Place.OURS || seen.place() == Place.GOING) {
				return Step.stay(this, SOON, List.of(new RemovePlace()));
			}
			return Step.end(new Gone(this.reason), this.reason, last(seen.place()));
		}

	}

	/**
	 * Nothing of it is there.
	 *
	 * @param reason why
	 */
	record Gone(String reason) implements PreviewState {

		@Override
		public Step<PreviewState, PreviewAction> next(PreviewSeen seen, Instant now) {
			return Step.ended(this, last(seen.place()));
		}

	}

	/**
	 * A namespace that somebody deleted by hand leaves the database behind: it goes with
	 * what is removed once more. Of a foreign one nothing is touched.
	 */
	static List<PreviewAction> last(Place place) {
		return (place == Place.FOREIGN) ? List.of(new Bury()) : List.of(new RemovePlace(), new Bury());
	}

	/** Waits, having done what could be done. */
	static Step<PreviewState, PreviewAction> rest(int sequence, boolean good, String reason) {
		return Step.move(new Resting(sequence, good, reason), reason, List.of());
	}

	/** Begins to remove it. */
	static Step<PreviewState, PreviewAction> removing(String reason) {
		return Step.move(new Removing(reason), reason, List.of(new Close(reason)));
	}

}
