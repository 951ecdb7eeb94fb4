package dev.slipway.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;

/** Where the schedule of an experiment is. */
sealed interface ScheduleState {

	/** A start that is later than this is left out: nobody expects it any more. */
	Duration LATEST = Duration.ofMinutes(10);

	/** The experiment. */
	long experiment();

	/** Decides one tick. */
	Step<ScheduleState, Start> next(boolean stop, Optional<Instant> following, Instant now);

	/** Start a run now. */
	record Start(long experiment) {
	}

	/**
	 * Waits for the next start. It moves on before it starts: a start that a crash
	 * swallows is left out, as a fault too few is better than one too many.
	 *
	 * @param experiment the experiment
	 * @param nextAt when it starts
	 */
	record Waiting(long experiment, Instant nextAt) implements ScheduleState {

		@Override
		public Step<ScheduleState, Start> next(boolean stop, Optional<Instant> following, Instant now) {
			if (stop) {
				return Step.end(new Stopped(this.experiment), "The schedule was switched off", List.of());
			}
			if (now.isBefore(this.nextAt)) {
				return Step.stay(this, Duration.between(now, this.nextAt), List.of());
			}
			boolean late = now.isAfter(this.nextAt.plus(LATEST));
			List<Start> start = late ? List.of() : List.of(new Start(this.experiment));
			String reason = late ? "Left out the start of " + this.nextAt + ", it is too late" : "Starts a run";
			return following
				.<Step<ScheduleState, Start>>map(
						(at) -> Step.move(new Waiting(this.experiment, at), reason + "; next at " + at, start))
				.orElseGet(() -> Step.end(new Stopped(this.experiment), reason + "; there is no next time", start));
		}

	}

	/**
	 * Does not start any more.
	 *
	 * @param experiment the experiment
	 */
	record Stopped(long experiment) implements ScheduleState {

		@Override
		public Step<ScheduleState, Start> next(boolean stop, Optional<Instant> following, Instant now) {
			return Step.ended(this, List.of());
		}

	}

}
