package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.Announce;
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
	 *
	 * @param anew whether its time was counted anew, as nobody had acted when it was over
	 */
	record Restoring(Plan plan, @Nullable Stable stable, Outcome outcome, String reason, Instant since,
			boolean anew) implements Backward {

		/** Begins. */
		public Restoring(Plan plan, @Nullable Stable stable, Outcome outcome, String reason, Instant since) {
			this(plan, stable, outcome, reason, since, false);
		}

		@Override
		public @Nullable ReleaseState again(Instant now) {
			return this.anew ? null : new Restoring(this.plan, this.stable, this.outcome, this.reason, now, true);
		}

		@Override
		public @Nullable Split split() {
			return (this.stable != null) ? Split.all(this.stable.number()) : null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.outcome() == Outcome.SUCCEEDED) {
				return Step.move(new Leaving.Draining(this.plan, this.stable, now),
						"The promotion was recorded before the end", List.of());
			}
			boolean late = now.isAfter(this.since.plus(this.plan.progressDeadline()));
			if (late && !this.anew && !asked(seen)) {
				return Steps.again(this, actions(seen, false), now).orElseThrow();
			}
			boolean rerouted = this.stable == null || seen.traffic().settled(late);
			if (seen.outcome() != null && rerouted && (whole(seen) || late)) {
				return Step.move(new Withdrawing(this.plan, this.stable, this.outcome, this.reason, now), back(seen),
						List.of());
			}
			Duration look = (seen.outcome() == null) ? AT_ONCE : rerouted ? LOOK : LOOK_AT_ROUTER;
			return Step.stay(this, look, actions(seen, late));
		}

		private List<ReleaseAction> actions(Observed seen, boolean late) {
			List<ReleaseAction> actions = new ArrayList<>();
			if (this.stable != null && (Steps.bearing(this.stable, seen) || late)) {
				actions.add(new EnsureTraffic(Split.all(this.stable.number())));
			}
			actions.add(new RecordOutcome(this.outcome, this.reason));
			actions.addAll(Steps.stableBack(this, seen));
			return actions;
		}

		private String back(Observed seen) {
			return (this.stable == null) ? "There is no release to go back to"
					: "Release " + this.stable.number() + " has " + seen.old().ready() + " of " + this.stable.replicas()
							+ " pods ready and all requests" + Steps.unconfirmed(seen.traffic());
		}

		/** Whether the stable release was asked to come back. */
		private boolean asked(Observed seen) {
			return seen.outcome() != null && (this.stable == null || seen.old().replicas() >= this.stable.replicas());
		}

		private boolean whole(Observed seen) {
			return this.stable == null || seen.old().ready() >= this.stable.replicas();
		}

	}

	/**
	 * Promoted, and taken back: the release before is still warm and gets all again, with
	 * as many pods as the promoted one was given meanwhile.
	 *
	 * @param anew whether its time was counted anew, as nobody had acted when it was over
	 */
	record Reverting(Plan plan, Stable stable, String reason, Instant since, boolean anew) implements Backward {

		/** Begins. */
		public Reverting(Plan plan, Stable stable, String reason, Instant since) {
			this(plan, stable, reason, since, false);
		}

		@Override
		public @Nullable ReleaseState again(Instant now) {
			return this.anew ? null : new Reverting(this.plan, this.stable, this.reason, now, true);
		}

		@Override
		public Split split() {
			return Split.all(this.stable.number());
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			boolean late = now.isAfter(this.since.plus(this.plan.progressDeadline()));
			if (!seen.traffic().settled(late)) {
				List<ReleaseAction> actions = new ArrayList<>(Steps.stableBack(this, seen));
				boolean unasked = late && !this.anew && seen.old().replicas() < this.stable.replicas();
				if (Steps.bearing(this.stable, seen) || (late && !unasked)) {
					actions.add(0, new EnsureTraffic(split()));
				}
				return unasked ? Steps.again(this, actions, now).orElseThrow()
						: Step.stay(this, LOOK_AT_ROUTER, actions);
			}
			if (seen.outcome() != Outcome.ROLLED_BACK) {
				return Step.stay(this, AT_ONCE, List.of(new RecordRollback(this.reason)));
			}
			if (seen.old().role() != Role.STABLE) {
				return Step.stay(this, LOOK, List.of(new Promote(this.stable.number())));
			}
			return Step.move(new Withdrawing(this.plan, this.stable, Outcome.ROLLED_BACK, this.reason, now),
					"Release " + this.stable.number() + " is stable again" + Steps.unconfirmed(seen.traffic()),
					List.of());
		}

	}

	/**
	 * The candidate goes to zero; its Deployment stays as evidence.
	 *
	 * @param anew whether its time was counted anew, as nobody had acted when it was over
	 */
	record Withdrawing(Plan plan, @Nullable Stable stable, Outcome outcome, String reason, Instant since,
			boolean anew) implements Backward {

		/** Begins. */
		public Withdrawing(Plan plan, @Nullable Stable stable, Outcome outcome, String reason, Instant since) {
			this(plan, stable, outcome, reason, since, false);
		}

		@Override
		public @Nullable ReleaseState again(Instant now) {
			return this.anew ? null : new Withdrawing(this.plan, this.stable, this.outcome, this.reason, now, true);
		}

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
			boolean over = now.isAfter(this.since.plus(this.plan.drain()).plus(LONGEST_DRAIN));
			// Pods that nobody asked to go are not late.
			boolean late = over && seen.candidate().replicas() == 0 && !seen.hook().active();
			boolean alone = this.stable == null || seen.traffic().settled(late);
			boolean freed = seen.autoscaled().done();
			if (over && !this.anew && !(late && alone && freed)) {
				return Steps.again(this, actions(seen, now, now), now).orElseThrow();
			}
			if (alone && !seen.hook().active() && ((seen.candidate().gone() && freed) || late)) {
				String but = (this.stable != null) ? Steps.unconfirmed(seen.traffic()) : "";
				return Step.end(Ended.of(this.outcome, this.plan, this.reason), this.reason + but,
						List.of(new Announce(this.outcome)));
			}
			return Step.stay(this, LOOK, actions(seen, this.since, now));
		}

		private List<ReleaseAction> actions(Observed seen, Instant since, Instant now) {
			List<ReleaseAction> actions = new ArrayList<>(Steps.stableBack(this, seen));
			if (this.stable != null) {
				actions.add(new EnsureTraffic(Split.all(this.stable.number())));
			}
			if (seen.hook().active()) {
				actions.add(new StopHooks(this.plan.number()));
			}
			// Without a stable release nobody takes over: there is nothing to wait for.
			Instant drained = (this.stable != null) ? since.plus(this.plan.drain()) : since;
			if (!now.isBefore(drained)) {
				actions.add(new EnsureReplicas(this.plan.number(), 0));
			}
			return actions;
		}

	}

}
