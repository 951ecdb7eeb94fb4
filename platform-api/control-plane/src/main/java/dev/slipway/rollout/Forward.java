package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Admission.Hold;
import dev.slipway.rollout.ReleaseAction.EnsureObjects;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.Promote;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.strategy.Schedule;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/** A release on its way to be promoted. */
public sealed interface Forward extends ReleaseState permits Forward.Waiting, Forward.Creating, Forward.Preparing,
		Forward.Scaling, Forward.Rerouting, Forward.Holding, Forward.Promoting, Forward.Warm, Leaving.Draining,
		Leaving.Retiring, Hooked.Migrating, Hooked.Smoking, Hooked.Contracting {

	/** The stages on the way. */
	default Schedule schedule() {
		return plan().schedule(stable());
	}

	/**
	 * Only one release of a service and environment is live: an older one ends first. And
	 * none begins while its environment is frozen.
	 *
	 * @param waitingFor what else it waits for, as the history tells it
	 */
	record Waiting(Plan plan, String waitingFor) implements Forward {

		/** One that an earlier version kept does not say what it waits for. */
		@SuppressWarnings("ConstantValue")
		public Waiting {
			waitingFor = (waitingFor != null) ? waitingFor : "";
		}

		/** It has not looked yet. */
		public Waiting(Plan plan) {
			this(plan, "");
		}

		@Override
		public @Nullable Stable stable() {
			return null;
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.wishes().abort() != null) {
				return Steps.abort(this, seen, now);
			}
			Hold hold = seen.hold();
			String held = hold.reason();
			if (held != null) {
				return held.equals(this.waitingFor)
						? Step.stay(this, Objects.requireNonNullElse(hold.again(), LOOK), List.of())
						: Step.move(new Waiting(this.plan, held), held, List.of());
			}
			if (seen.olderLive() != null) {
				return Step.stay(this, LOOK, List.of());
			}
			Stable stable = seen.stable();
			String from = (stable != null) ? "replaces release " + stable.number()
					: "is the first: there is nothing to compare with or to go back to";
			return Step.move(new Creating(seen.autoscaled().needed(this.plan, stable), stable, now),
					"Release " + this.plan.number() + " " + from + hold.waived(),
					List.of(new EnsureObjects(this.plan.number())));
		}

	}

	/** The objects are made, the Deployment at zero. */
	record Creating(Plan plan, @Nullable Stable stable, Instant since) implements Forward {

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.BEFORE);
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			if (seen.wishes().abort() != null) {
				return Steps.abort(this, seen, now);
			}
			if (seen.refusal() != null) {
				return Steps.fail(this, seen.refusal(), now);
			}
			if (!seen.candidate().complete()) {
				return Step.stay(this, LOOK, List.of(new EnsureObjects(this.plan.number())));
			}
			return seen.hook().exists()
					? Step.move(new Hooked.Migrating(this.plan, this.stable, now),
							"The objects are there; before its pods " + Hooked.runs(seen.hook()), List.of())
					: Step.move(new Preparing(this.plan, this.stable, now), "The objects are there", List.of());
		}

	}

	/**
	 * The router is set to send the candidate nothing yet, before it has pods.
	 *
	 * @param anew whether its time was counted anew, as nobody had acted when it was over
	 */
	record Preparing(Plan plan, @Nullable Stable stable, Instant since, boolean anew) implements Forward {

		/** Begins. */
		public Preparing(Plan plan, @Nullable Stable stable, Instant since) {
			this(plan, stable, since, false);
		}

		@Override
		public @Nullable ReleaseState again(Instant now) {
			return this.anew ? null : new Preparing(this.plan, this.stable, now, true);
		}

		@Override
		public Split split() {
			return Split.all(this.stable, this.plan.number());
		}

		@Override
		public Optional<Instant> deadline() {
			return Optional.of(this.since.plus(this.plan.progressDeadline()));
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			return Steps.misrouted(this, seen, now).orElseGet(() -> {
				if (!seen.traffic().done()) {
					return Step.stay(this, LOOK_AT_ROUTER, List.of(new EnsureTraffic(split())));
				}
				if (!seen.autoscaled().done()) {
					return Step.stay(this, LOOK, List.of());
				}
				return Steps.scale(this, 1, seen, "all requests go where they went", now);
			});
		}

	}

	/**
	 * The pods of a stage are made, until they are ready.
	 *
	 * @param anew whether its time was counted anew, as nobody had acted when it was over
	 */
	record Scaling(Plan plan, @Nullable Stable stable, int stage, Instant since, boolean anew) implements Forward {

		/** Begins. */
		public Scaling(Plan plan, @Nullable Stable stable, int stage, Instant since) {
			this(plan, stable, stage, since, false);
		}

		@Override
		public @Nullable ReleaseState again(Instant now) {
			return this.anew ? null : new Scaling(this.plan, this.stable, this.stage, now, true);
		}

		@Override
		public Optional<Instant> deadline() {
			return Optional.of(this.since.plus(this.plan.progressDeadline()));
		}

		/** Until the pods are ready the requests stay as they were. */
		@Override
		public Split split() {
			return Split.before(this.stable, this.plan.number(), schedule(), this.stage);
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Stage wanted = schedule().stage(this.stage);
			int pods = Steps.podsToScale(schedule(), this.stage);
			boolean asked = seen.candidate().replicas() == pods;
			boolean there = asked && seen.candidate().ready() >= wanted.candidate();
			List<ReleaseAction> actions = Steps.replicas(this, wanted.stable(), pods, seen, now);
			return Steps.turned(this, seen, now)
				.or(() -> there ? Optional.empty()
						: asked ? Steps.late(this, seen, wanted.candidate(), now)
								: Steps.unasked(this, actions, now)
									.or(() -> Steps.late(this, seen, wanted.candidate(), now)))
				.orElseGet(() -> there ? Step.move(new Rerouting(this.plan, this.stable, this.stage, now),
						Steps.at(this) + wanted.candidate() + " of " + this.plan.replicas() + " pods are ready",
						List.of()) : Step.stay(this, LOOK, actions));
		}

	}

	/**
	 * The requests are divided as the stage wants, until the router confirms it.
	 *
	 * @param anew whether its time was counted anew, as nobody had acted when it was over
	 */
	record Rerouting(Plan plan, @Nullable Stable stable, int stage, Instant since, boolean anew) implements Forward {

		/** Begins. */
		public Rerouting(Plan plan, @Nullable Stable stable, int stage, Instant since) {
			this(plan, stable, stage, since, false);
		}

		@Override
		public @Nullable ReleaseState again(Instant now) {
			return this.anew ? null : new Rerouting(this.plan, this.stable, this.stage, now, true);
		}

		@Override
		public Optional<Instant> deadline() {
			return Optional.of(this.since.plus(this.plan.progressDeadline()));
		}

		@Override
		public Split split() {
			return Split.of(this.stable, this.plan.number(), schedule().stage(this.stage));
		}

		@Override
		public Split served() {
			return Split.before(this.stable, this.plan.number(), schedule(), this.stage);
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			return Steps.misrouted(this, seen, now).orElseGet(() -> {
				if (!seen.traffic().done()) {
					return Step.stay(this, LOOK_AT_ROUTER, List.of(new EnsureTraffic(split())));
				}
				return Step.move(new Holding(this.plan, this.stable, this.stage, now, null, ""),
						Steps.at(this) + schedule().stage(this.stage).weight() + " % of the requests"
								+ (seen.foreseen().isEmpty() ? "" : ". " + seen.foreseen()),
						List.of());
			});
		}

	}

	/**
	 * The pods of a stage have to stay ready, its time to pass and its gates to open.
	 *
	 * @param lacking since when pods have been missing; null when none is
	 * @param waitingFor what it waits for, as the history tells it
	 */
	record Holding(Plan plan, @Nullable Stable stable, int stage, Instant since, @Nullable Instant lacking,
			String waitingFor) implements Forward {

		@Override
		public Set<HookMoment> hooks() {
			return (this.stage == schedule().size()) ? Set.of(HookMoment.AFTER) : Set.of();
		}

		@Override
		public Optional<Instant> deadline() {
			return Optional.ofNullable(this.lacking)
				.map((time) -> time.plus(this.plan.progressDeadline()).plus(this.plan.minReady()));
		}

		@Override
		public Split split() {
			return Split.of(this.stable, this.plan.number(), schedule().stage(this.stage));
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Stage wanted = schedule().stage(this.stage);
			return (lacks(wanted, seen, now) ? Steps.broken(this, seen, wanted.candidate(), now)
					: Steps.turned(this, seen, now))
				.or(() -> Gating.failed(this, wanted, seen, now))
				.orElseGet(() -> hold(wanted, seen, now));
		}

		private boolean lacks(Stage wanted, Observed seen, Instant now) {
			return seen.candidate().available(now, this.plan.minReady()) < wanted.candidate();
		}

		private Step<ReleaseState, ReleaseAction> hold(Stage wanted, Observed seen, Instant now) {
			List<ReleaseAction> actions = new ArrayList<>(
					Steps.replicas(this, wanted.stable(), wanted.candidate(), seen, now));
			actions.add(new EnsureTraffic(split()));
			if (lacks(wanted, seen, now)) {
				return (this.lacking != null) ? Step.stay(this, LOOK, actions)
						: Step.move(new Holding(this.plan, this.stable, this.stage, this.since, now, ""),
								Steps.at(this) + "waits until " + wanted.candidate() + " pods have been ready for "
										+ this.plan.minReady().toSeconds() + " s",
								actions);
			}
			String waiting = Gating.waitingFor(this, wanted, seen, now);
			if (waiting == null) {
				return Gating.passed(this, wanted, seen, now);
			}
			if (this.lacking != null || !waiting.equals(this.waitingFor)) {
				return Step.move(new Holding(this.plan, this.stable, this.stage, this.since, null, waiting),
						Steps.at(this) + waiting, actions);
			}
			return Step.stay(this, Gating.lookAgain(this, wanted, seen, now), actions);
		}

	}

	/** The outcome is recorded, then the requests and the roles change for good. */
	record Promoting(Plan plan, @Nullable Stable stable) implements Forward {

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.CONTRACT);
		}

		@Override
		public Split split() {
			Split all = Split.all(this.plan.number());
			return (this.stable == null || !warm()) ? all
					: new Split(all.entry(), this.stable.number(), this.plan.number(), 100, null, 0);
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Outcome outcome = seen.outcome();
			boolean refused = seen.traffic().refused();
			if (outcome == null && seen.wishes().abort() == null && refused) {
				return Steps.fail(this, String.valueOf(seen.traffic().trouble()), now);
			}
			if (outcome == null) {
				String done = "Release " + this.plan.number() + " is stable with " + this.plan.replicas() + " pods";
				return (seen.wishes().abort() != null) ? Steps.abort(this, seen, now)
						: Step.stay(this, AT_ONCE, List.of(new RecordOutcome(Outcome.SUCCEEDED, done)));
			}
			if (outcome != Outcome.SUCCEEDED) {
				return Steps.restore(this, outcome, "The end was recorded before the promotion", now);
			}
			if (!seen.traffic().done() && !refused) {
				return Step.stay(this, LOOK_AT_ROUTER, List.of(new EnsureTraffic(split())));
			}
			if (seen.candidate().role() != Role.STABLE) {
				Promote promote = new Promote(this.plan.number());
				return Step.stay(this, LOOK, refused
						? List.of(new EnsureTraffic(Split.all(this.plan.number())), promote) : List.of(promote));
			}
			return Steps.promoted(this, warm() && !refused, seen, now);
		}

		private boolean warm() {
			return this.stable != null && !schedule().warm().isZero();
		}

	}

	/**
	 * Promoted, but the release before keeps its pods, and gets more when the autoscaler
	 * gives more to the promoted one: back is one change of weight.
	 */
	record Warm(Plan plan, Stable stable, Instant until) implements Forward {

		@Override
		public Split split() {
			return new Split(this.plan.number(), this.stable.number(), this.plan.number(), 100, null, 0);
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Reading tripped = seen.tripped();
			if (tripped != null && !seen.kept().containsKey(Steps.GUARD_RAIL)) {
				return Step.stay(this, Duration.ZERO, List.of(Steps.tripped(this, tripped)));
			}
			String back = (tripped != null) ? tripped.explanation() : seen.wishes().abort();
			if (back != null && !Steps.superseded(back)) {
				String reason = "Rolled back to release " + this.stable.number() + ". " + back;
				return Steps.revert(this.plan, this.stable, reason, seen, now);
			}
			if (back != null || !now.isBefore(this.until)) {
				return Step.move(new Leaving.Retiring(this.plan, this.stable, now),
						(back != null) ? "The rollback window ends early: " + back : "The rollback window is over",
						List.of());
			}
			int warm = Math.max(Steps.warm(this.plan, this.stable, seen).replicas(), seen.old().replicas());
			List<ReleaseAction> actions = List.of(new EnsureReplicas(this.stable.number(), warm),
					new EnsureReplicas(this.plan.number(), this.plan.replicas()), new EnsureTraffic(split()));
			return Step.stay(this, Steps.sooner(LOOK, Duration.between(now, this.until)), actions);
		}

	}

}
