package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import dev.slipway.flow.Step;
import org.jspecify.annotations.Nullable;

/**
 * Where a release is.
 *
 * <pre>
 * Waiting → Creating → [Migrating] → Preparing → ( Scaling → Rerouting → Holding ) for each stage
 *          → [Smoking] → Draining → Promoting → [Contracting] → Succeeded
 *          → [Smoking] → Promoting → Warm → Retiring → [Contracting] → Succeeded  with a rollback window
 * any of them    → Restoring → Withdrawing → Failed | Aborted
 * Warm           → Reverting → Withdrawing → RolledBack
 * </pre>
 *
 * What stands in brackets is there when the release has Jobs of its own (hooks). A
 * recorded outcome decides a race between a promotion and an abort: Restoring turns back
 * when the promotion was recorded first.
 */
public sealed interface ReleaseState permits Forward, Backward, Ended {

	/** Look again at once: what the store is told wakes nobody. */
	Duration AT_ONCE = Duration.ZERO;

	/** Look again after this time when no event comes. */
	Duration LOOK = Duration.ofSeconds(1);

	/** Look again after this time when only people are waited for and no event comes. */
	Duration LOOK_IDLE = Duration.ofSeconds(10);

	/** Look again after this time when a router is waited for. */
	Duration LOOK_AT_ROUTER = Duration.ofMillis(250);

	/** Pods that do not end by then hold up nothing more. */
	Duration LONGEST_DRAIN = Duration.ofMinutes(5);

	Plan plan();

	/** The release to go back to; null when there is none or it is untouched. */
	@Nullable Stable stable();

	/** Decides, without side effects. */
	Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now);

	/** Whether the candidate's pods are being waited for, and until when. */
	default Optional<Instant> deadline() {
		return Optional.empty();
	}

	/**
	 * The same, with its time counted from now; null when that was done before, or is not
	 * to be done.
	 */
	default @Nullable ReleaseState again(Instant now) {
		return null;
	}

	/**
	 * How the requests are to be divided; null when that is not for this state to say.
	 */
	default @Nullable Split split() {
		return null;
	}

	/**
	 * How the requests are divided as far as a router has confirmed it on the way
	 * forward; null when that is not for this state to say.
	 */
	default @Nullable Split served() {
		return split();
	}

	/**
	 * How the service's autoscaler is to be set; null when that is not for this state to
	 * say.
	 */
	default @Nullable Autoscale autoscale() {
		return Autoscale.of(this);
	}

	/** The moments whose Jobs have to be looked at; usually none. */
	default Set<HookMoment> hooks() {
		return Set.of();
	}

	/** The stage that it is at; 0 before the first and after the last. */
	default int stage() {
		return 0;
	}

}
