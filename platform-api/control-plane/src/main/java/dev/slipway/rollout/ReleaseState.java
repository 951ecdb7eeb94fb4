package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Plan.Batch;
import dev.slipway.rollout.ReleaseAction.Announce;
import dev.slipway.rollout.ReleaseAction.EnsureObjects;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Where a release is.
 *
 * <pre>
 * Waiting → Creating → Scaling ⇄ Gate → Draining → Promoting → Succeeded
 *    └─────────┴─────────┴───────┴───────┴───────────┴──► Restoring → Withdrawing → Failed | Aborted
 * </pre>
 *
 * A recorded outcome decides a race between a promotion and an abort: Restoring turns
 * back to Draining when the promotion was recorded first.
 */
public sealed interface ReleaseState {

	/** Look again after this time when no event comes. */
	Duration LOOK = Duration.ofSeconds(1);

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

	/** Only one release of a service and environment is live: an older one ends first. */
	record Waiting(Plan plan) implements ReleaseState {

		@Override
		public @Nullable Stable stable() {
			return null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.abort() != null) {
				return Steps.abort(this, seen.abort(), now);
			}
			if (seen.olderLive() != null) {
				return Step.stay(this, LOOK, List.of());
			}
			Stable stable = seen.stable();
			String from = (stable != null) ? "replaces release " + stable.number()
					: "is the first: there is nothing to compare with or to go back to";
			return Step.move(new Creating(this.plan, stable, now), "Release " + this.plan.number() + " " + from,
					List.of(new EnsureObjects(this.plan.number())));
		}

	}

	/** The objects are made, the Deployment at zero. */
	record Creating(Plan plan, @Nullable Stable stable, Instant since) implements ReleaseState {

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.abort() != null) {
				return Steps.abort(this, seen.abort(), now);
			}
			if (seen.refusal() != null) {
				return Steps.fail(this, seen.refusal(), now);
			}
			if (!seen.candidate().complete()) {
				return Step.stay(this, LOOK, List.of(new EnsureObjects(this.plan.number())));
			}
			int old = (this.stable != null) ? this.stable.replicas() : 0;
			return Steps.scale(this, this.plan.batch(1, old, 0, 0), "the objects are there", now);
		}

	}

	/** The pods of a batch are made, until they are ready. */
	record Scaling(Plan plan, @Nullable Stable stable, Batch batch, Instant since) implements ReleaseState {

		@Override
		public Optional<Instant> deadline() {
			return Optional.of(this.since.plus(this.plan.progressDeadline()));
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			int fresh = this.batch.fresh();
			return Steps.broken(this, seen, fresh, now).orElseGet(() -> {
				if (seen.candidate().replicas() == fresh && seen.candidate().ready() >= fresh) {
					return Step.move(new Gate(this.plan, this.stable, this.batch, this.since), "Batch "
							+ this.batch.number() + ": " + fresh + " of " + this.plan.replicas() + " pods are ready",
							List.of());
				}
				return Step.stay(this, LOOK, Steps.replicas(this, this.batch));
			});
		}

	}

	/** The pods of a batch have to stay ready for a while. */
	record Gate(Plan plan, @Nullable Stable stable, Batch batch, Instant since) implements ReleaseState {

		@Override
		public Optional<Instant> deadline() {
			return Optional.of(this.since.plus(this.plan.progressDeadline()).plus(this.plan.minReady()));
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			int fresh = this.batch.fresh();
			return Steps.broken(this, seen, fresh, now).orElseGet(() -> {
				int available = seen.candidate().available(now, this.plan.minReady());
				if (available < fresh) {
					return Step.stay(this, LOOK, Steps.replicas(this, this.batch));
				}
				String gate = available + " pods held for " + this.plan.minReady().toSeconds() + " s";
				if (fresh < this.plan.replicas()) {
					return Steps.scale(this,
							this.plan.batch(this.batch.number() + 1, this.batch.old(), fresh, available), gate, now);
				}
				return Step.move(new Draining(this.plan, this.stable, now), "All " + gate + "; the old ones drain",
						List.of());
			});
		}

	}

	/** The old pods finish their requests and go. */
	record Draining(Plan plan, @Nullable Stable stable, Instant since) implements ReleaseState {

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.outcome() == null) {
				Optional<Step<ReleaseState, ReleaseAction>> broken = Steps.broken(this, seen, this.plan.replicas(),
						now);
				if (broken.isPresent()) {
					return broken.get();
				}
			}
			boolean gone = this.stable == null || seen.old().gone();
			if (gone || now.isAfter(this.since.plus(LONGEST_DRAIN))) {
				return Step.move(
						new Promoting(this.plan, this.stable), (this.stable == null) ? "Nothing to drain" : "Release "
								+ this.stable.number() + (gone ? " has drained" : " still drains, but too long"),
						List.of());
			}
			return Step.stay(this, LOOK, Steps.replicas(this, new Batch(0, 0, this.plan.replicas())));
		}

	}

	/** The outcome is recorded, then the roles change. */
	record Promoting(Plan plan, @Nullable Stable stable) implements ReleaseState {

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Outcome outcome = seen.outcome();
			if (outcome == null) {
				String done = "Release " + this.plan.number() + " is stable with " + this.plan.replicas() + " pods";
				return (seen.abort() != null) ? Steps.abort(this, seen.abort(), now)
						: Step.stay(this, LOOK, List.of(new RecordOutcome(Outcome.SUCCEEDED, done)));
			}
			if (outcome != Outcome.SUCCEEDED) {
				return Steps.restore(this, outcome, "The end was recorded before the promotion", now);
			}
			if (seen.candidate().role() != Role.STABLE) {
				return Step.stay(this, LOOK, List.of(new Promote(this.plan.number())));
			}
			String but = (seen.refusal() != null) ? ", but " + seen.refusal() : "";
			return Step.end(new Succeeded(this.plan), "Release " + this.plan.number() + " is stable" + but,
					List.of(new Announce(Outcome.SUCCEEDED)));
		}

	}

	/** The stable release gets its pods back before the candidate loses any. */
	record Restoring(Plan plan, @Nullable Stable stable, Outcome outcome, String reason,
			Instant since) implements ReleaseState {

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.outcome() == Outcome.SUCCEEDED) {
				return Step.move(new Draining(this.plan, this.stable, now), "The promotion was recorded before the end",
						List.of());
			}
			boolean whole = this.stable == null || seen.old().ready() >= this.stable.replicas();
			boolean late = now.isAfter(this.since.plus(this.plan.progressDeadline()));
			if (seen.outcome() != null && (whole || late)) {
				String back = (this.stable == null) ? "There is no release to go back to"
						: "Release " + this.stable.number() + " has " + seen.old().ready() + " of "
								+ this.stable.replicas() + " pods ready";
				return Step.move(new Withdrawing(this.plan, this.stable, this.outcome, this.reason, now), back,
						List.of());
			}
			List<ReleaseAction> actions = new ArrayList<>(Steps.stableBack(this));
			actions.add(0, new RecordOutcome(this.outcome, this.reason));
			return Step.stay(this, LOOK, actions);
		}

	}

	/** The candidate goes to zero; its Deployment stays as evidence. */
	record Withdrawing(Plan plan, @Nullable Stable stable, Outcome outcome, String reason,
			Instant since) implements ReleaseState {

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.candidate().gone() || now.isAfter(this.since.plus(LONGEST_DRAIN))) {
				ReleaseState end = (this.outcome == Outcome.ABORTED) ? new Aborted(this.plan, this.reason)
						: new Failed(this.plan, this.reason);
				return Step.end(end, this.reason, List.of(new Announce(this.outcome)));
			}
			List<ReleaseAction> actions = new ArrayList<>(Steps.stableBack(this));
			actions.add(new EnsureReplicas(this.plan.number(), 0));
			return Step.stay(this, LOOK, actions);
		}

	}

	/** Promoted. */
	record Succeeded(Plan plan) implements ReleaseState {

		@Override
		public @Nullable Stable stable() {
			return null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			return Step.ended(this, List.of(new Announce(Outcome.SUCCEEDED)));
		}

	}

	/** Taken back because its pods did not hold. */
	record Failed(Plan plan, String reason) implements ReleaseState {

		@Override
		public @Nullable Stable stable() {
			return null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			return Step.ended(this, List.of(new Announce(Outcome.FAILED)));
		}

	}

	/** Taken back because a user or a newer release wanted so. */
	record Aborted(Plan plan, String reason) implements ReleaseState {

		@Override
		public @Nullable Stable stable() {
			return null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			return Step.ended(this, List.of(new Announce(Outcome.ABORTED)));
		}

	}

}
