package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.EnsureTraffic;
import dev.slipway.rollout.ReleaseAction.RecordOutcome;
import dev.slipway.strategy.Router;

/**
 * Somebody pointed all requests at one release with kubectl, as one does while Slipway is
 * away. The live release follows: what was done by hand is recorded, not undone.
 */
final class ByHand {

	private ByHand() {
	}

	static Step<ReleaseState, ReleaseAction> next(ReleaseState state, Observed seen, Instant now) {
		Integer hand = seen.byHand();
		if (hand == null || state instanceof Ended) {
			return state.next(seen, now);
		}
		boolean byPods = state.plan().strategy().terms().routing().router() == Router.REPLICAS;
		Step<ReleaseState, ReleaseAction> step = follow(state, byPods ? seen.routed() : seen, hand, now);
		if (!byPods) {
			return step;
		}
		// Where pods divide the requests, the Service would select those of both again.
		List<ReleaseAction> actions = step.actions()
			.stream()
			.filter((action) -> !(action instanceof EnsureTraffic))
			.toList();
		return new Step<>(step.state(), actions, step.wakeAfter(), step.reason());
	}

	private static Step<ReleaseState, ReleaseAction> follow(ReleaseState state, Observed seen, int hand, Instant now) {
		Stable stable = state.stable();
		if (stable != null && hand == stable.number()) {
			return (state instanceof Backward) ? state.next(seen, now) : back(state, stable, seen, now);
		}
		if (hand == state.plan().number() && state instanceof Forward) {
			boolean there = state instanceof Forward.Promoting || state instanceof Forward.Warm
					|| state instanceof Leaving.Retiring || state instanceof Hooked.Contracting;
			return there ? state.next(seen, now) : Step.move(new Forward.Promoting(state.plan(), stable),
					"Promoted with kubectl: all requests were pointed at release " + hand, List.of());
		}
		return leave(state, seen, hand);
	}

	private static Step<ReleaseState, ReleaseAction> back(ReleaseState state, Stable stable, Observed seen,
			Instant now) {
		String reason = "Rolled back to release " + stable.number() + " with kubectl";
		return (seen.outcome() == Outcome.SUCCEEDED) ? Steps.revert(state.plan(), stable, reason, seen, now)
				: Steps.restore(state, Outcome.ABORTED, reason, now);
	}

	/** The requests are at a release that this one cannot follow to. */
	private static Step<ReleaseState, ReleaseAction> leave(ReleaseState state, Observed seen, int hand) {
		String reason = "All requests were pointed at release " + hand + " with kubectl: this one is left as it is";
		Outcome outcome = seen.outcome();
		return (outcome != null) ? Steps.end(outcome, state.plan(), reason)
				: Step.stay(state, ReleaseState.LOOK, List.of(new RecordOutcome(Outcome.ABORTED, reason)));
	}

}
