package dev.slipway.onboarding;

import java.time.Duration;
import java.util.List;

import dev.slipway.flow.FlowView;
import dev.slipway.onboarding.Journal.Entry;
import dev.slipway.onboarding.Onboarding.Progress;
import dev.slipway.onboarding.Onboarding.Status;
import dev.slipway.onboarding.Onboarding.StepStatus;
import dev.slipway.onboarding.OnboardingState.Compensating;
import dev.slipway.onboarding.OnboardingState.Done;
import dev.slipway.onboarding.OnboardingState.Failed;
import dev.slipway.onboarding.OnboardingState.Undone;
import dev.slipway.onboarding.OnboardingState.Waiting;
import dev.slipway.onboarding.OnboardingState.Working;
import dev.slipway.onboarding.Turn.Direction;
import org.jspecify.annotations.Nullable;

/** Puts a state and its journal together for people. */
final class OnboardingReport {

	private OnboardingReport() {
	}

	static Onboarding of(FlowView<OnboardingState> flow, List<Entry> journal) {
		OnboardingState state = flow.state();
		Status status = status(state);
		List<Progress> steps = state.service()
			.stages()
			.stream()
			.map((stage) -> progress(stage, state, status, journal))
			.toList();
		return new Onboarding(flow.id(), state.service(), status, reason(state), steps, flow.startedAt(),
				flow.updatedAt());
	}

	private static Status status(OnboardingState state) {
		OnboardingState now = (state instanceof Waiting waiting) ? waiting.then() : state;
		if (now instanceof Done) {
			return Status.SUCCEEDED;
		}
		if (now instanceof Failed) {
			return Status.FAILED;
		}
		if (now instanceof Undone) {
			return Status.UNDONE;
		}
		return (now instanceof Compensating) ? Status.UNDOING : Status.RUNNING;
	}

	private static @Nullable String reason(OnboardingState state) {
		if (state instanceof Waiting waiting) {
			return waiting.reason();
		}
		if (state instanceof Failed failed) {
			return failed.reason();
		}
		if (state instanceof Compensating compensating) {
			return compensating.reason();
		}
		return (state instanceof Undone undone) ? undone.reason() : null;
	}

	private static Progress progress(Stage stage, OnboardingState state, Status status, List<Entry> journal) {
		Entry forth = last(journal, stage, Direction.FORTH);
		Entry back = last(journal, stage, Direction.BACK);
		StepStatus stepStatus = stepStatus(stage, state, status, forth, back);
		if (forth == null) {
			return new Progress(stage, stepStatus, 0, null, null, null);
		}
		Outcome outcome = (back != null && failed(back)) ? back.outcome() : forth.outcome();
		Long millis = (forth.endedAt() != null) ? Duration.between(forth.begunAt(), forth.endedAt()).toMillis() : null;
		return new Progress(stage, stepStatus, forth.turn().attempt(), forth.begunAt(), millis,
				(outcome != null && !outcome.success()) ? outcome.reason() : null);
	}

	private static StepStatus stepStatus(Stage stage, OnboardingState state, Status status, @Nullable Entry forth,
			@Nullable Entry back) {
		if (back != null) {
			return (back.outcome() != null && back.outcome().success()) ? StepStatus.UNDONE : StepStatus.UNDOING;
		}
		boolean undo = status == Status.UNDOING || status == Status.UNDONE;
		if (forth == null) {
			boolean present = state instanceof Working working && working.turn().stage() == stage;
			return undo ? StepStatus.SKIPPED : (present ? StepStatus.RUNNING : StepStatus.PENDING);
		}
		if (forth.outcome() == null) {
			return StepStatus.RUNNING;
		}
		if (forth.outcome().success()) {
			return StepStatus.DONE;
		}
		return (undo || status == Status.FAILED) ? StepStatus.FAILED : StepStatus.RETRYING;
	}

	private static boolean failed(Entry entry) {
		return entry.outcome() != null && !entry.outcome().success();
	}

	private static @Nullable Entry last(List<Entry> journal, Stage stage, Direction direction) {
		Entry last = null;
		for (Entry entry : journal) {
			boolean same = entry.turn().stage() == stage && entry.turn().direction() == direction;
			if (same && (last == null || entry.turn().attempt() > last.turn().attempt())) {
				last = entry;
			}
		}
		return last;
	}

}
