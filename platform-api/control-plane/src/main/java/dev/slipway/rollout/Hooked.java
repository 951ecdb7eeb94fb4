package dev.slipway.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.Announce;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.StartHook;
import dev.slipway.rollout.ReleaseAction.StopHooks;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A release on its way to be promoted while a Job of its own runs. The Job is made with
 * the other objects of the release, suspended, and started by one fenced write: a driver
 * that was overtaken cannot start it, and one that crashed finds it by its name.
 */
final class Hooked {

	private Hooked() {
	}

	/** Why it waits, for the history. */
	static String runs(Hook hook) {
		return "Job " + hook.job() + " runs, for " + hook.limit().toSeconds() + " s at most";
	}

	private static List<ReleaseAction> start(ReleaseState state, Hook hook) {
		boolean waits = hook.standing() == Hook.Standing.WAITING;
		return waits ? List.of(new StartHook(state.plan().number(), hook.job())) : List.of();
	}

	/** The objects are there; what has to be done before the candidate has pods runs. */
	record Migrating(Plan plan, @Nullable Stable stable, Instant since) implements Forward {

		@Override
		public @Nullable Autoscale autoscale() {
			return null;
		}

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.BEFORE);
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Hook hook = seen.hook();
			if (seen.wishes().abort() != null) {
				return Steps.abort(this, seen, now);
			}
			if (hook.lost(this.since, now)) {
				return Steps.fail(this, hook.verdict(), now);
			}
			if (hook.succeeded() || !hook.exists()) {
				return Step.move(new Forward.Preparing(this.plan, this.stable, now),
						"What runs before its pods has succeeded", List.of());
			}
			return Step.stay(this, LOOK, start(this, hook));
		}

	}

	/** The last stage has passed; what has to hold before the old pods go runs. */
	record Smoking(Plan plan, @Nullable Stable stable, Instant since) implements Forward {

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.AFTER);
		}

		@Override
		public int stage() {
			return schedule().size();
		}

		@Override
		public Split split() {
			return Split.of(this.stable, this.plan.number(), schedule().stage(stage()));
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Hook hook = seen.hook();
			Stage last = schedule().stage(stage());
			Optional<Step<ReleaseState, ReleaseAction>> broken = Steps.broken(this, seen, last.candidate(), now);
			if (broken.isPresent()) {
				return broken.get();
			}
			if (hook.lost(this.since, now)) {
				return Steps.fail(this, hook.verdict(), now);
			}
			if (hook.succeeded() || !hook.exists()) {
				return Steps.finish(this, "what runs after its stages has succeeded", now);
			}
			List<ReleaseAction> actions = new ArrayList<>(
					Steps.replicas(this, last.stable(), last.candidate(), seen, now));
			actions.add(new EnsureTraffic(split()));
			actions.addAll(start(this, hook));
			return Step.stay(this, LOOK, actions);
		}

	}

	/**
	 * Promoted, and the release before is gone: what only that one needed may go. The
	 * release stays promoted whatever becomes of it.
	 *
	 * @param reason how the promotion ended
	 */
	record Contracting(Plan plan, String reason, Instant since) implements Forward {

		@Override
		public Autoscale autoscale() {
			return Autoscale.free(this.plan.number());
		}

		@Override
		public @Nullable Stable stable() {
			return null;
		}

		@Override
		public Set<HookMoment> hooks() {
			return Set.of(HookMoment.CONTRACT);
		}

		@Override
		public Split split() {
			return Split.all(this.plan.number());
		}

		@Override
		public Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
			Hook hook = seen.hook();
			String abort = seen.wishes().abort();
			if (hook.standing() == Hook.Standing.STOPPED) {
				return uncontracted(
						this.reason + "; Job " + hook.job() + " did not run" + ((abort != null) ? ": " + abort : ""));
			}
			if (hook.lost(this.since, now)) {
				return uncontracted(this.reason + ", but " + hook.verdict()
						+ " What it was to remove is still there: mend it in deploy/ and release again.");
			}
			if (hook.succeeded() || !hook.exists()) {
				return Steps.end(Outcome.SUCCEEDED, this.plan, this.reason + "; what was to run after it succeeded");
			}
			if (abort != null && !hook.running()) {
				return Step.stay(this, LOOK, List.of(new StopHooks(this.plan.number())));
			}
			return Step.stay(this, LOOK, start(this, hook));
		}

		private Step<ReleaseState, ReleaseAction> uncontracted(String how) {
			return Step.end(new Ended.Succeeded(this.plan, true), how, List.of(new Announce(Outcome.SUCCEEDED)));
		}

	}

}
