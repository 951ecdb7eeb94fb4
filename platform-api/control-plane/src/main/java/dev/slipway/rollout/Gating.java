package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.KeepFinding;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;
import dev.slipway.strategy.Strategy.Rolling;
import org.jspecify.annotations.Nullable;

/** Decides whether a stage is over. */
final class Gating {

	private Gating() {
	}

	/** A gate that says no turns the release back. */
	static Optional<Step<ReleaseState, ReleaseAction>> failed(Forward.Holding state, Stage stage, Observed seen,
			Instant now) {
		if (passedOver(state, seen.wishes())) {
			return Optional.empty();
		}
		return stage.gates()
			.stream()
			.filter((gate) -> reading(seen, gate).conclusion() == Conclusion.FAILED)
			.findFirst()
			.map((gate) -> {
				String why = "Gate " + gate.name() + " of stage " + stage.number() + ": "
						+ reading(seen, gate).explanation();
				return Steps.keeping(state, findings(stage, seen), seen).orElseGet(() -> Steps.fail(state, why, now));
			});
	}

	/** What the stage waits for, as a sentence; null when it is over. */
	static @Nullable String waitingFor(Forward.Holding state, Stage stage, Observed seen, Instant now) {
		Wishes wishes = seen.wishes();
		if (wishes.pausedBy() != null) {
			return "paused by " + wishes.pausedBy();
		}
		if (passedOver(state, wishes)) {
			return null;
		}
		List<String> waiting = new ArrayList<>();
		if (now.isBefore(state.since().plus(stage.hold().time()))) {
			waiting.add("holds for " + stage.hold().time().toSeconds() + " s");
		}
		stage.gates()
			.stream()
			.filter((gate) -> !reading(seen, gate).lets())
			.map((gate) -> "gate " + gate.name() + tell(reading(seen, gate)))
			.forEach(waiting::add);
		if (waiting.isEmpty() && stage.hold().untilResumed() && wishes.resumed() < stage.number()) {
			return "waits until somebody resumes it";
		}
		return waiting.isEmpty() ? null : waiting.stream().collect(Collectors.joining("; ", "waits: ", ""));
	}

	/** The stage is over: to the next one, or to the end. */
	static Step<ReleaseState, ReleaseAction> passed(Forward.Holding state, Stage stage, Observed seen, Instant now) {
		return Steps.keeping(state, findings(stage, seen), seen).orElseGet(() -> next(state, stage, seen, now));
	}

	private static Step<ReleaseState, ReleaseAction> next(Forward.Holding state, Stage stage, Observed seen,
			Instant now) {
		int last = state.schedule().size();
		String over = over(state, stage, seen);
		if (stage.number() < last) {
			// Batches have no steps to leave out: their pods must not come all at once.
			boolean straight = seen.wishes().promotedBy() != null && !(state.plan().strategy() instanceof Rolling);
			return Steps.scale(state, straight ? last : stage.number() + 1, seen, over, now);
		}
		Stable grown = Steps.grown(state, seen);
		if (grown != null && grown.replicas() > state.plan().replicas()) {
			return Steps.scale(state, last, seen,
					"the autoscaler gave release " + grown.number() + " " + grown.replicas() + " pods meanwhile", now);
		}
		if (seen.hook().exists()) {
			return Step.move(new Hooked.Smoking(state.plan(), state.stable(), now),
					Release.STAGES_DONE + over + "; " + Hooked.runs(seen.hook()), List.of());
		}
		return Steps.finish(state, over, now);
	}

	private static String over(Forward.Holding state, Stage stage, Observed seen) {
		Wishes wishes = seen.wishes();
		if (wishes.promotedBy() != null) {
			return wishes.promotedBy() + " promoted it";
		}
		if (wishes.skipped() >= stage.number()) {
			return "the stage was skipped by a user";
		}
		String pods = seen.candidate().available(Instant.MAX, Duration.ZERO) + " pods hold";
		return stage.gates().isEmpty() ? pods
				: pods + " and "
						+ stage.gates()
							.stream()
							.map((gate) -> gate.name() + tell(reading(seen, gate)))
							.collect(Collectors.joining("; "));
	}

	private static boolean passedOver(Forward.Holding state, Wishes wishes) {
		return wishes.promotedBy() != null || wishes.skipped() >= state.stage();
	}

	private static List<KeepFinding> findings(Stage stage, Observed seen) {
		return stage.gates()
			.stream()
			.filter((gate) -> seen.gates().containsKey(gate.name()))
			.map((gate) -> new KeepFinding(stage.number(), gate.name(), reading(seen, gate)))
			.toList();
	}

	/**
	 * What is told of a reading must not change with each look, or the history fills up.
	 */
	private static String tell(Reading reading) {
		return switch (reading.conclusion()) {
			case PENDING -> "";
			case PASSED -> " passed: " + reading.explanation();
			case FAILED -> " failed: " + reading.explanation();
			case NO_DATA -> " has no data";
			case INCONCLUSIVE -> " cannot tell yet";
			case NOT_APPLICABLE -> " does not apply";
		};
	}

	private static Reading reading(Observed seen, GateSpec gate) {
		return seen.gates().getOrDefault(gate.name(), Reading.of(Conclusion.PENDING, ""));
	}

	/**
	 * Soon enough for the end of the hold. Nothing is measured in a stage without gates,
	 * guard rails and an autoscaler: what changes there, an event tells, if the cluster
	 * tells any.
	 */
	static Duration lookAgain(Forward.Holding state, Stage stage, Observed seen, Instant now) {
		boolean measured = !stage.gates().isEmpty() || !state.plan().strategy().terms().guardRails().isEmpty()
				|| seen.autoscaled().target() != null;
		boolean settled = seen.traffic().done() && seen.candidate().replicas() == stage.candidate()
				&& (state.stable() == null || seen.old().ready() >= stage.stable());
		Duration look = (measured || !settled || !seen.told()) ? ReleaseState.LOOK : ReleaseState.LOOK_IDLE;
		Duration left = Duration.between(now, state.since().plus(stage.hold().time()));
		return (left.isNegative() || left.isZero()) ? look : Steps.sooner(look, left);
	}

}
