package dev.slipway.onboarding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.onboarding.OnboardingAction.Count;
import dev.slipway.onboarding.OnboardingAction.Take;
import dev.slipway.onboarding.OnboardingAction.Tell;
import dev.slipway.onboarding.Turn.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Where an onboarding stands.
 *
 * <pre>
 * Working ──► Working (next stage) ──► … ──► Done
 *    │  ▲
 *    │  └── Waiting (back-off)     Failed ──retry──► Working
 *    └─ fails for good ──► Failed ──undo──► Compensating ──► … ──► Undone
 *                     └─ onFailure: undo ──────┘  ▲ └── Waiting
 * </pre>
 */
public sealed interface OnboardingState {

	/** A passing failure is tried so often before it counts as one for good. */
	int TRIES = 4;

	/** An undone stage must be gone: taking back is tried for ever, ever slower. */
	Duration SLOWEST = Duration.ofMinutes(1);

	/** A turn that was cut off by a crash is looked at again so soon after its repeat. */
	Duration REPEAT = Duration.ofMillis(50);

	/** The service that is made. */
	NewService service();

	/** Decides, see {@link dev.slipway.flow.FlowKind#next}. */
	Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now);

	/** The turn whose outcome the state waits for. */
	default @Nullable Turn awaits() {
		return null;
	}

	/** Whether all is over. */
	default boolean over() {
		return false;
	}

	/** The first state. */
	static OnboardingState initial(NewService service) {
		return new Working(service, List.of(), new Turn(service.stages().get(0), Direction.FORTH, 1), 1);
	}

	/** Before try 2 one second, then 4, then 16, at most a minute. */
	static Duration backOff(int tries) {
		Duration delay = Duration.ofSeconds(1L << Math.min(2L * (tries - 1), 10));
		return (delay.compareTo(SLOWEST) > 0) ? SLOWEST : delay;
	}

	private static Step<OnboardingState, OnboardingAction> move(OnboardingState state, String reason) {
		Turn turn = state.awaits();
		return Step.move(state, reason,
				(turn != null) ? List.of(new Take(state.service(), turn)) : List.of(new Tell()));
	}

	private static Step<OnboardingState, OnboardingAction> await(OnboardingState state, Turn turn) {
		return Step.stay(state, REPEAT, List.of(new Take(state.service(), turn)));
	}

	/** Begins to take back what was done, the stage that failed first. */
	private static Step<OnboardingState, OnboardingAction> compensate(NewService service, List<Stage> done, Stage last,
			String reason) {
		List<Stage> remaining = new ArrayList<>();
		remaining.add(last);
		for (int i = done.size() - 1; i >= 0; i--) {
			remaining.add(done.get(i));
		}
		return move(new Compensating(service, remaining, List.of(), reason, new Turn(last, Direction.BACK, 1), 1),
				"Undo: " + reason);
	}

	/**
	 * A stage is done.
	 *
	 * @param service the service
	 * @param done the stages before
	 * @param turn the present attempt
	 * @param tries how often it was tried since the last {@code retry}
	 */
	record Working(NewService service, List<Stage> done, Turn turn, int tries) implements OnboardingState {

		public Working {
			done = List.copyOf(done);
		}

		@Override
		public Turn awaits() {
			return this.turn;
		}

		@Override
		public Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now) {
			Stage stage = this.turn.stage();
			if (seen.wants("undo")) {
				return compensate(this.service, this.done, stage, "asked for during: " + stage.title());
			}
			Outcome outcome = seen.outcome();
			if (outcome == null) {
				return await(this, this.turn);
			}
			if (outcome.success()) {
				return succeeded(stage);
			}
			if (outcome.passing() && this.tries < TRIES) {
				Working again = new Working(this.service, this.done, this.turn.again(), this.tries + 1);
				return move(new Waiting(again, now.plus(backOff(this.tries)), outcome.reason()),
						stage.title() + " failed and is tried again: " + outcome.reason());
			}
			String reason = stage.title() + " failed: " + outcome.reason();
			if (this.service.onFailure() == NewService.OnFailure.UNDO) {
				return compensate(this.service, this.done, stage, reason);
			}
			return Step.move(new Failed(this.service, this.done, this.turn, outcome.reason(), seen.desireVersion()),
					reason, List.of(new Count("failed"), new Tell()));
		}

		private Step<OnboardingState, OnboardingAction> succeeded(Stage stage) {
			List<Stage> all = new ArrayList<>(this.done);
			all.add(stage);
			if (all.size() == this.service.stages().size()) {
				return Step.end(new Done(this.service), this.service.name() + " is there",
						List.of(new Count("succeeded"), new Tell()));
			}
			Turn following = new Turn(this.service.stages().get(all.size()), Direction.FORTH, 1);
			return move(new Working(this.service, all, following, 1), stage.title() + ": done");
		}

	}

	/**
	 * A turn failed and is tried again later.
	 *
	 * @param then the state after the wait
	 * @param until when it ends
	 * @param reason why the turn failed
	 */
	record Waiting(OnboardingState then, Instant until, String reason) implements OnboardingState {

		@Override
		public NewService service() {
			return this.then.service();
		}

		@Override
		public Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now) {
			if (this.then instanceof Working working && seen.wants("undo")) {
				return compensate(service(), working.done(), working.turn().stage(), this.reason);
			}
			if (!now.isBefore(this.until)) {
				return move(this.then, "Tried again");
			}
			return Step.stay(this, Duration.between(now, this.until), List.of());
		}

	}

	/**
	 * A stage failed for good; a user decides.
	 *
	 * @param service the service
	 * @param done the stages before
	 * @param turn the attempt that failed
	 * @param reason why
	 * @param obeyed the last desire that is older than the failure
	 */
	record Failed(NewService service, List<Stage> done, Turn turn, String reason,
			long obeyed) implements OnboardingState {

		public Failed {
			done = List.copyOf(done);
		}

		@Override
		public Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now) {
			if (seen.desireVersion() > this.obeyed && seen.wants("retry")) {
				return move(new Working(this.service, this.done, this.turn.again(), 1), "Retried");
			}
			if (seen.desireVersion() > this.obeyed && seen.wants("undo")) {
				return compensate(this.service, this.done, this.turn.stage(), this.reason);
			}
			return Step.stay(this, Duration.ofHours(1), List.of());
		}

	}

	/**
	 * Stages are taken back, the last one first.
	 *
	 * @param service the service
	 * @param remaining what is left to take back, the present one first
	 * @param reversed what was taken back
	 * @param reason why
	 * @param turn the present attempt
	 * @param tries how often the present one was tried
	 */
	record Compensating(NewService service, List<Stage> remaining, List<Stage> reversed, String reason, Turn turn,
			int tries) implements OnboardingState {

		public Compensating {
			remaining = List.copyOf(remaining);
			reversed = List.copyOf(reversed);
		}

		@Override
		public Turn awaits() {
			return this.turn;
		}

		@Override
		public Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now) {
			Outcome outcome = seen.outcome();
			if (outcome == null) {
				return await(this, this.turn);
			}
			if (!outcome.success()) {
				Compensating again = new Compensating(this.service, this.remaining, this.reversed, this.reason,
						this.turn.again(), this.tries + 1);
				return move(new Waiting(again, now.plus(backOff(this.tries)), outcome.reason()),
						this.turn.stage().title() + " cannot be undone yet: " + outcome.reason());
			}
			List<Stage> all = new ArrayList<>(this.reversed);
			all.add(this.turn.stage());
			List<Stage> rest = this.remaining.subList(1, this.remaining.size());
			if (rest.isEmpty()) {
				return Step.end(new Undone(this.service, all, this.reason), "All is undone",
						List.of(new Count("undone"), new Tell()));
			}
			return move(
					new Compensating(this.service, rest, all, this.reason, new Turn(rest.get(0), Direction.BACK, 1), 1),
					this.turn.stage().title() + ": undone");
		}

	}

	/**
	 * The service is there.
	 *
	 * @param service the service
	 */
	record Done(NewService service) implements OnboardingState {

		@Override
		public boolean over() {
			return true;
		}

		@Override
		public Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now) {
			return Step.ended(this, List.of(new Tell()));
		}

	}

	/**
	 * Nothing is left of it.
	 *
	 * @param service the service that is not to be
	 * @param reversed what was taken back
	 * @param reason why
	 */
	record Undone(NewService service, List<Stage> reversed, String reason) implements OnboardingState {

		public Undone {
			reversed = List.copyOf(reversed);
		}

		@Override
		public boolean over() {
			return true;
		}

		@Override
		public Step<OnboardingState, OnboardingAction> next(Seen seen, Instant now) {
			return Step.ended(this, List.of(new Tell()));
		}

	}

}
