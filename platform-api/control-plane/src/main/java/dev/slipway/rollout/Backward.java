package dev.slipway.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.rollout.ReleaseAction.RecordRollback;
import dev.slipway.rollout.ReleaseAction.StopHooks;
import org.jspecify.annotations.Nullable;

/** A release on its way back. */
public sealed interface Backward extends ReleaseState {

	/** Why it goes back. */
	String reason();

	/**
	 * The stable release gets its pods and then its requests back before the candidate
	 * loses any pods.
	 */
	record Restoring(Plan plan, @Nullable Stable stable, Outcome outcome, String reason,
			Instant since) implements Backward {

		@Override
		public @Nullable Split split() {
			return (this.stable != null) ? Split.all(this.stable.number()) : null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.outcome() == Outcome.SUCCEEDED) {
				return Step.move(new Forward.Draining(this.plan, this.stable, now),
						"The promotion was recorded before the end", List.of());
			}
			boolean late = now.isAfter(this.since.plus(this.plan.progressDeadline()));
			boolean rerouted = this.stable == null || seen.traffic().settled(late);
			if (seen.outcome() != null && rerouted && (whole(seen) || late)) {
				String back = (this.stable == null) ? "There is no release to go back to"
						: "Release " + this.stable.number() + " has " + seen.old().ready() + " of "
								+ this.stable.replicas() + " pods ready and all requests";
				return Step.move(new Withdrawing(this.plan, this.stable, this.outcome, this.reason, now), back,
						List.of());
			}
			List<ReleaseAction> actions = new ArrayList<>();
			if (this.stable != null && (Steps.bearing(this.stable, seen) || late)) {
				actions.add(new EnsureTraffic(Split.all(this.stable.number())));
			}
			actions.add(new RecordOutcome(this.outcome, this.reason));
			actions.addAll(Steps.stableBack(this, seen));
			return Step.stay(this, (seen.outcome() == null) ? AT_ONCE : rerouted ? LOOK : LOOK_AT_ROUTER, actions);
		}

		private boolean whole(Observed seen) {
			return this.stable == null || seen.old().ready() >= this.stable.replicas();
		}

	}

	/**
	 * Promoted, and taken back: the release before is still warm and gets all again, with
	 * as many pods as the promoted one was given meanwhile.
	 */
	record Reverting(Plan plan, Stable stable, String reason, Instant since) implements Backward {

		@Override
		public Split split() {
			return Split.all(this.stable.number());
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (!seen.traffic().done()) {
				List<ReleaseAction> actions = new ArrayList<>(Steps.stableBack(this, seen));
				boolean late = now.isAfter(this.since.plus(this.plan.progressDeadline()));
				if (Steps.bearing(this.stable, seen) || late) {
					actions.add(0, new EnsureTraffic(split()));
				}
				return Step.stay(this, LOOK_AT_ROUTER, actions);
			}
			if (seen.outcome() != Outcome.ROLLED_BACK) {
				return Step.stay(this, AT_ONCE, List.of(new RecordRollback(this.reason)));
			}
			if (seen.old().role() != Role.STABLE) {
				return Step.stay(this, LOOK, List.of(new Promote(this.stable.number())));
			}
			return Step.move(new Withdrawing(this.plan, this.stable, Outcome.ROLLED_BACK, this.reason, now),
					"Release " + this.stable.number() + " is stable again", List.of());
		}

	}

	/** The candidate goes to zero; its Deployment stays as evidence. */
	record Withdrawing(Plan plan, @Nullable Stable stable, Outcome outcome, String reason,
			Instant since) implements Backward {

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.values());
		}

		@Override
		public @Nullable Split split() {
			return (this.stable != null) ? Split.all(this.stable.number()) : null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			boolean late = now.isAfter(this.since.plus(this.plan.drain()).plus(LONGEST_DRAIN));
			boolean alone = this.stable == null || seen.traffic().settled(late);
			boolean still = !seen.hook().active() || late;
			if (alone && still && ((seen.candidate().gone() && seen.autoscaled().done()) || late)) {
				return Steps.end(this.outcome, this.plan, this.reason);
			}
			List<ReleaseAction> actions = new ArrayList<>(Steps.stableBack(this, seen));
			if (this.stable != null) {
				actions.add(new EnsureTraffic(Split.all(this.stable.number())));
			}
			if (seen.hook().active()) {
				actions.add(new StopHooks(this.plan.number()));
			}
			// Without a stable release nobody takes over: there is nothing to wait for.
			Instant drained = (this.stable != null) ? this.since.plus(this.plan.drain()) : this.since;
			if (!now.isBefore(drained)) {
				actions.add(new EnsureReplicas(this.plan.number(), 0));
			}
			return Step.stay(this, LOOK, actions);
		}

	}

}
