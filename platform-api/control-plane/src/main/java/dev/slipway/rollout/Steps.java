package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.Announce;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.KeepFinding;
import dev.slipway.strategy.Schedule;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/** The steps that several states share. */
final class Steps {

	/** How the reason of an abort begins when a newer release wants it. */
	static final String SUPERSEDED = "Superseded by ";

	/** Under which name the finding of a guard rail is kept. */
	static final String GUARD_RAIL = "guard rail";

	private Steps() {
	}

	/**
	 * Whether the release has to turn back: a user wants so, it does not hold, or its
	 * pods are late.
	 */
	static Optional<Step<ReleaseState, ReleaseAction>> broken(ReleaseState state, Observed seen, int wanted,
			Instant now) {
		return turned(state, seen, now).or(() -> late(state, seen, wanted, now));
	}

	/** The pods are late. */
	static Optional<Step<ReleaseState, ReleaseAction>> late(ReleaseState state, Observed seen, int wanted,
			Instant now) {
		return over(state, now)
				? Optional.of(fail(state, Failure.late(seen.candidate(), wanted, state.plan().progressDeadline()), now))
				: Optional.empty();
	}

	private static boolean over(ReleaseState state, Instant now) {
		return state.deadline().filter(now::isAfter).isPresent();
	}

	/**
	 * The time is over, and nobody had asked for what it is the time of: it is asked for
	 * now.
	 */
	static Optional<Step<ReleaseState, ReleaseAction>> unasked(ReleaseState state, List<ReleaseAction> actions,
			Instant now) {
		return over(state, now) ? again(state, actions, now) : Optional.empty();
	}

	/**
	 * The time of a state that acts only now is counted from now.
	 * @return empty when that was done before
	 */
	static Optional<Step<ReleaseState, ReleaseAction>> again(ReleaseState state, List<ReleaseAction> actions,
			Instant now) {
		return Optional.ofNullable(state.again(now))
			.map((anew) -> Step.move(anew,
					"Its time is counted from now: it was over before the platform, which was away, had acted",
					actions));
	}

	/** What the router did not confirm, for a history that goes on all the same. */
	static String unconfirmed(Traffic traffic) {
		String trouble = (traffic.trouble() != null) ? traffic.trouble() : "the router has not confirmed it";
		return traffic.done() ? "" : ", but " + trouble;
	}

	/** The same of what has all that it waited for, however late it is seen. */
	static Optional<Step<ReleaseState, ReleaseAction>> turned(ReleaseState state, Observed seen, Instant now) {
		if (seen.wishes().abort() != null) {
			return Optional.of(abort(state, seen, now));
		}
		Reading tripped = seen.tripped();
		if (tripped != null) {
			return Optional.of(keeping(state, List.of(tripped(state, tripped)), seen)
				.orElseGet(() -> fail(state, tripped.explanation(), now)));
		}
		return Failure.hopeless(seen.candidate()).map((hopeless) -> fail(state, hopeless, now));
	}

	/** The finding of a guard rail that is broken. */
	static KeepFinding tripped(ReleaseState state, Reading tripped) {
		return new KeepFinding(state.stage(), GUARD_RAIL, tripped);
	}

	/**
	 * What was found is kept before anything follows from it, so that no crash leaves a
	 * release that turned and nobody knows why.
	 * @return empty when all of it is kept
	 */
	static Optional<Step<ReleaseState, ReleaseAction>> keeping(ReleaseState state, List<KeepFinding> findings,
			Observed seen) {
		List<ReleaseAction> missing = findings.stream()
			.filter((finding) -> !seen.kept().containsKey(finding.gate()))
			.map(ReleaseAction.class::cast)
			.toList();
		return missing.isEmpty() ? Optional.empty() : Optional.of(Step.stay(state, Duration.ZERO, missing));
	}

	/** As {@link #broken}, but it is the router that is waited for. */
	static Optional<Step<ReleaseState, ReleaseAction>> misrouted(Forward state, Observed seen, Instant now) {
		if (seen.refusal() != null) {
			return Optional.of(fail(state, seen.refusal(), now));
		}
		// A platform that was away sees late what was done in time.
		if (seen.traffic().done() || !over(state, now)) {
			return turned(state, seen, now);
		}
		Step<ReleaseState, ReleaseAction> failed = fail(state, Failure.misrouted(seen.traffic(), state.plan()), now);
		Split split = state.split();
		if (split == null || seen.traffic().written() || seen.traffic().refused()) {
			return Optional.of(failed);
		}
		List<ReleaseAction> asking = List.of(new EnsureTraffic(split));
		return turned(state, seen, now).or(() -> unasked(state, asking, now)).or(() -> Optional.of(failed));
	}

	static Step<ReleaseState, ReleaseAction> abort(ReleaseState state, Observed seen, Instant now) {
		return restore(state, Outcome.ABORTED, String.valueOf(seen.wishes().abort()), now);
	}

	static boolean superseded(String reason) {
		return reason.startsWith(SUPERSEDED);
	}

	static Step<ReleaseState, ReleaseAction> fail(ReleaseState state, String reason, Instant now) {
		Stable stable = state.stable();
		String back = (stable != null) ? "Rolled back to release " + stable.number() + ". "
				: "No release to go back to. ";
		return restore(state, Outcome.FAILED, back + reason, now);
	}

	static Step<ReleaseState, ReleaseAction> restore(ReleaseState state, Outcome outcome, String reason, Instant now) {
		return Step.move(new Backward.Restoring(state.plan(), state.stable(), outcome, reason, now), reason, List.of());
	}

	/** To the pods of a stage. */
	static Step<ReleaseState, ReleaseAction> scale(Forward state, int stage, Observed seen, String because,
			Instant now) {
		Stable stable = grown(state, seen);
		Plan plan = (stable != null && !stable.equals(state.stable())) ? state.plan().atLeast(stable.replicas())
				: state.plan();
		Forward.Scaling scaling = new Forward.Scaling(plan, stable, stage, now);
		Schedule schedule = scaling.schedule();
		Stage wanted = schedule.stage(stage);
		String reason = "Stage " + stage + " of " + schedule.size() + ": " + wanted.candidate() + " new and "
				+ wanted.stable() + " old pods, as " + because;
		return Step.move(scaling, reason, replicas(scaling, wanted.stable(), podsToScale(schedule, stage), seen, now));
	}

	/** Pods that a smaller weight makes superfluous go only after the weight has. */
	static int podsToScale(Schedule schedule, int stage) {
		int before = (stage > 1) ? schedule.stage(stage - 1).candidate() : 0;
		return Math.max(before, schedule.stage(stage).candidate());
	}

	/**
	 * The desired pods of both releases; the old one makes room first, but neither so
	 * much that the ready pods fall below the schedule's floor. With a floor of 4 and 4
	 * old pods, of which a stage leaves 3, all 4 stay until one new pod is available.
	 */
	static List<ReleaseAction> replicas(Forward state, int old, int fresh, Observed seen, Instant now) {
		List<ReleaseAction> actions = new ArrayList<>();
		Stable stable = state.stable();
		int floor = state.schedule().floor();
		if (stable != null) {
			// Once its own autoscaler has it, that says how many pods are enough.
			int missing = seen.autoscaled().writes(state.plan().number()) ? 0
					: floor - seen.candidate().available(now, state.plan().minReady());
			actions.add(new EnsureReplicas(stable.number(), Math.max(old, Math.min(seen.old().replicas(), missing))));
		}
		int needed = Math.min(seen.candidate().replicas(), floor - seen.old().ready());
		actions.add(new EnsureReplicas(state.plan().number(), Math.max(fresh, needed)));
		return actions;
	}

	/** The old pods go, after the time that kept-alive connections have. */
	static Step<ReleaseState, ReleaseAction> drain(Forward state, Instant since, Observed seen, Instant now) {
		List<ReleaseAction> actions = new ArrayList<>();
		if (state.split() != null) {
			actions.add(new EnsureTraffic(state.split()));
		}
		Instant drained = since.plus(state.plan().drain());
		if (now.isBefore(drained)) {
			actions.add(new EnsureReplicas(state.plan().number(), state.plan().replicas()));
			return Step.stay(state, sooner(ReleaseState.LOOK, Duration.between(now, drained)), actions);
		}
		actions.addAll(replicas(state, 0, state.plan().replicas(), seen, now));
		return Step.stay(state, ReleaseState.LOOK, actions);
	}

	/** The stable release has its pods again, and keeps those its autoscaler added. */
	static List<ReleaseAction> stableBack(ReleaseState state, Observed seen) {
		Stable stable = state.stable();
		if (stable == null) {
			return List.of();
		}
		int added = seen.autoscaled().scales(stable.number()) ? seen.old().replicas() : 0;
		return List.of(new EnsureReplicas(stable.number(), Math.max(stable.replicas(), added)));
	}

	/** One pod that restarts just now must not keep users on a bad candidate. */
	static boolean bearing(Stable stable, Observed seen) {
		return seen.old().ready() >= Math.max(1, stable.replicas() - 1);
	}

	/**
	 * The release before with the pods that it needs to take all requests back: as many
	 * as the autoscaler has given the promoted one since.
	 */
	static Stable warm(Plan plan, Stable stable, Observed seen) {
		int given = seen.autoscaled().scales(plan.number()) ? seen.candidate().replicas() : 0;
		return (given > stable.replicas()) ? new Stable(stable.number(), given) : stable;
	}

	/** Back to a release that is still warm. */
	static Step<ReleaseState, ReleaseAction> revert(Plan plan, Stable stable, String reason, Observed seen,
			Instant now) {
		Stable needed = warm(plan, stable, seen);
		String first = bearing(needed, seen) ? ""
				: " It gets its requests when its " + needed.replicas() + " pods are ready.";
		return Step.move(new Backward.Reverting(plan, needed, reason, now), reason + first, List.of());
	}

	/**
	 * The stable release with the pods that it needs now: while its autoscaler writes
	 * them, they may become more.
	 */
	static @Nullable Stable grown(ReleaseState state, Observed seen) {
		Stable stable = state.stable();
		return (stable != null && seen.autoscaled().scales(stable.number())
				&& seen.old().replicas() > stable.replicas()) ? new Stable(stable.number(), seen.old().replicas())
						: stable;
	}

	/** All stages are done: the old pods go, or stay warm for a while. */
	static Step<ReleaseState, ReleaseAction> finish(Forward state, String over, Instant now) {
		boolean warm = state.stable() != null && !state.schedule().warm().isZero();
		return warm
				? Step.move(new Forward.Promoting(state.plan(), state.stable()), Release.STAGES_DONE + over, List.of())
				: Step.move(new Leaving.Draining(state.plan(), state.stable(), now),
						Release.STAGES_DONE + over + "; the old pods drain", List.of());
	}

	/**
	 * It is the stable release: the one before stays warm, or goes.
	 * @param warm whether the router can keep it warm
	 */
	static Step<ReleaseState, ReleaseAction> promoted(Forward.Promoting state, boolean warm, Observed seen,
			Instant now) {
		Stable old = state.stable();
		String trouble = seen.traffic().refused() ? seen.traffic().trouble() : seen.refusal();
		String reason = "Release " + state.plan().number() + " is stable"
				+ ((trouble != null) ? ", but " + trouble : "");
		if (old == null || (!warm && seen.old().gone())) {
			return succeed(state.plan(), reason, seen, now);
		}
		if (!warm) {
			boolean lost = !state.schedule().warm().isZero();
			return Step.move(new Leaving.Retiring(state.plan(), old, now),
					reason + (lost ? "; there is no rollback window" : "") + "; release " + old.number() + " drains",
					List.of());
		}
		Duration window = state.schedule().warm();
		return Step.move(new Forward.Warm(state.plan(), old, now.plus(window)),
				reason + "; release " + old.number() + " stays warm for " + window.toSeconds() + " s", List.of());
	}

	/** There is no way back any more: what runs then runs, or it is over. */
	static Step<ReleaseState, ReleaseAction> succeed(Plan plan, String reason, Observed seen, Instant now) {
		return seen.hook().exists() ? Step.move(new Hooked.Contracting(plan, reason, now),
				reason + "; " + Hooked.runs(seen.hook()), List.of()) : end(Outcome.SUCCEEDED, plan, reason);
	}

	static Step<ReleaseState, ReleaseAction> end(Outcome outcome, Plan plan, String reason) {
		return Step.end(Ended.of(outcome, plan, reason), reason, List.of(new Announce(outcome)));
	}

	static String at(Forward state) {
		return "Stage " + state.stage() + " of " + state.schedule().size() + ": ";
	}

	static Duration sooner(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
