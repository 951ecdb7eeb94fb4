package dev.slipway.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;
import dev.slipway.rollout.Plan.Batch;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import dev.slipway.rollout.ReleaseState.Restoring;
import dev.slipway.rollout.ReleaseState.Scaling;

/** The steps that several states share. */
final class Steps {

	private Steps() {
	}

	/** Whether the release has to turn back: a user wants so, or its pods do not hold. */
	static Optional<Step<ReleaseState, ReleaseAction>> broken(ReleaseState state, Observed seen, int wanted,
			Instant now) {
		if (seen.abort() != null) {
			return Optional.of(abort(state, seen.abort(), now));
		}
		Optional<String> hopeless = Failure.hopeless(seen.candidate());
		if (hopeless.isPresent()) {
			return Optional.of(fail(state, hopeless.get(), now));
		}
		return state.deadline()
			.filter(now::isAfter)
			.map((passed) -> fail(state, Failure.late(seen.candidate(), wanted, state.plan().progressDeadline()), now));
	}

	static Step<ReleaseState, ReleaseAction> abort(ReleaseState state, String reason, Instant now) {
		return restore(state, Outcome.ABORTED, reason, now);
	}

	static Step<ReleaseState, ReleaseAction> fail(ReleaseState state, String reason, Instant now) {
		Stable stable = state.stable();
		String back = (stable != null) ? "Rolled back to release " + stable.number() + ". "
				: "No release to go back to. ";
		return restore(state, Outcome.FAILED, back + reason, now);
	}

	static Step<ReleaseState, ReleaseAction> restore(ReleaseState state, Outcome outcome, String reason, Instant now) {
		return Step.move(new Restoring(state.plan(), state.stable(), outcome, reason, now), reason, List.of());
	}

	static Step<ReleaseState, ReleaseAction> scale(ReleaseState state, Batch batch, String because, Instant now) {
		Scaling scaling = new Scaling(state.plan(), state.stable(), batch, now);
		String reason = "Batch " + batch.number() + ": " + batch.fresh() + " new and " + batch.old() + " old pods, as "
				+ because;
		return Step.move(scaling, reason, replicas(scaling, batch));
	}

	/** The desired pods of both releases; the old one makes room first. */
	static List<ReleaseAction> replicas(ReleaseState state, Batch batch) {
		List<ReleaseAction> actions = new ArrayList<>();
		Stable stable = state.stable();
		if (stable != null) {
			actions.add(new EnsureReplicas(stable.number(), batch.old()));
		}
		actions.add(new EnsureReplicas(state.plan().number(), batch.fresh()));
		return actions;
	}

	static List<ReleaseAction> stableBack(ReleaseState state) {
		Stable stable = state.stable();
		return (stable != null) ? List.of(new EnsureReplicas(stable.number(), stable.replicas())) : List.of();
	}

}
