package dev.slipway.rollout;

import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.Announce;
import org.jspecify.annotations.Nullable;

/** A release that is over. Asked again, it only announces its end again. */
public sealed interface Ended extends ReleaseState {

	/** How it ended. */
	Outcome outcome();

	/** Why; empty when it was promoted. */
	default String reason() {
		return "";
	}

	@Override
	default @Nullable Stable stable() {
		return null;
	}

	@Override
	default Step<ReleaseState, ReleaseAction> next(Observed seen, Instant now) {
		return Step.ended(this, List.of(new Announce(outcome())));
	}

	/** The state of that outcome. */
	static Ended of(Outcome outcome, Plan plan, String reason) {
		return switch (outcome) {
			case SUCCEEDED -> new Succeeded(plan);
			case FAILED -> new Failed(plan, reason);
			case ABORTED -> new Aborted(plan, reason);
			case ROLLED_BACK -> new RolledBack(plan, reason);
		};
	}

	/**
	 * Promoted.
	 *
	 * @param uncontracted whether its Jobs after the promotion did not run to their end
	 */
	record Succeeded(Plan plan, boolean uncontracted) implements Ended {

		/** With all that it was to do. */
		public Succeeded(Plan plan) {
			this(plan, false);
		}

		@Override
		public Outcome outcome() {
			return Outcome.SUCCEEDED;
		}

	}

	/** Taken back because it did not hold. */
	record Failed(Plan plan, String reason) implements Ended {

		@Override
		public Outcome outcome() {
			return Outcome.FAILED;
		}

	}

	/** Taken back because somebody wanted so. */
	record Aborted(Plan plan, String reason) implements Ended {

		@Override
		public Outcome outcome() {
			return Outcome.ABORTED;
		}

	}

	/** Promoted, and taken back while the release before was still warm. */
	record RolledBack(Plan plan, String reason) implements Ended {

		@Override
		public Outcome outcome() {
			return Outcome.ROLLED_BACK;
		}

	}

}
