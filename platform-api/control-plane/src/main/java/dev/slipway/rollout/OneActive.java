package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;

/**
 * The order of a service that is {@code singleActive}: its pods work by themselves, so no
 * release may have any while another one has. What a state decides is kept, but pods are
 * given only when the other release has none left, and on the way back the candidate goes
 * first.
 */
final class OneActive {

	/**
	 * A Deployment that was scaled a moment ago may be given pods yet, though it shows
	 * none.
	 */
	private static final Duration SETTLED = Duration.ofSeconds(2);

	private OneActive() {
	}

	/** What the state decided, in that order. */
	static Step<ReleaseState, ReleaseAction> order(ReleaseState from, Observed seen, Instant now,
			Step<ReleaseState, ReleaseAction> step) {
		Stable stable = from.stable();
		Plan plan = from.plan();
		if (!plan.strategy().terms().singleActive() || stable == null) {
			return step;
		}
		boolean back = from instanceof Backward && step.state() instanceof Backward;
		if (from instanceof Backward.Withdrawing && step.state() instanceof Ended && !restored(seen, stable)) {
			// Not before the stable release has its pods again, however late it is.
			return new Step<>(from, pods(from, seen, now, Steps.stableBack(from, seen), true), ReleaseState.LOOK, null);
		}
		return new Step<>(step.state(), pods(from, seen, now, step.actions(), back), step.wakeAfter(), step.reason());
	}

	private static boolean restored(Observed seen, Stable stable) {
		return seen.candidate().gone() && seen.old().replicas() >= stable.replicas();
	}

	private static List<ReleaseAction> pods(ReleaseState from, Observed seen, Instant now, List<ReleaseAction> wanted,
			boolean back) {
		int candidate = from.plan().number();
		List<ReleaseAction> actions = new ArrayList<>();
		if (back && seen.outcome() != null) {
			actions.add(new EnsureReplicas(candidate, 0));
		}
		for (ReleaseAction action : wanted) {
			if (!(action instanceof EnsureReplicas pods)) {
				actions.add(action);
			}
			else if (pods.number() != candidate) {
				boolean free = seen.candidate().gone() && !unsettled(from, now);
				actions.add(free ? pods
						: new EnsureReplicas(pods.number(), Math.min(pods.replicas(), seen.old().replicas())));
			}
			else if (!back) {
				actions.add(seen.old().gone() ? pods
						: new EnsureReplicas(candidate, Math.min(pods.replicas(), seen.candidate().replicas())));
			}
		}
		return actions;
	}

	private static boolean unsettled(ReleaseState from, Instant now) {
		Instant since = (from instanceof Backward.Restoring restoring) ? restoring.since()
				: (from instanceof Backward.Reverting reverting) ? reverting.since() : Instant.MIN;
		return now.isBefore(since.plus(SETTLED));
	}

}
