package dev.slipway.promotion;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Step;
import dev.slipway.promotion.PromotionAction.AskPeople;
import dev.slipway.promotion.PromotionAction.RequestRelease;
import dev.slipway.promotion.PromotionAction.Tell;

/**
 * Where a promotion is.
 *
 * <pre>
 * Soaking → Asking → Releasing → Following → Over
 *    └────────┴──────────┴─────────────────────┘
 * </pre>
 */
public sealed interface PromotionState {

	/** Look again after this time when nothing wakes it. */
	Duration LOOK = Duration.ofSeconds(30);

	/** Look again after this time while a release is under way. */
	Duration LOOK_AT_RELEASE = Duration.ofSeconds(5);

	/** Decides, without side effects. */
	Step<PromotionState, PromotionAction> next(PromotionSeen seen, Instant now);

	/** What it waits for, as people read it; empty when for nothing. */
	default String waitingFor() {
		return "";
	}

	/** Until the release in the environment before has proven itself for some time. */
	record Soaking() implements PromotionState {

		@Override
		public Step<PromotionState, PromotionAction> next(PromotionSeen seen, Instant now) {
			return seen.stopped().orElseGet(() -> {
				Instant until = seen.promotion().draft().notBefore();
				return now.isBefore(until) ? Step.stay(this, Duration.between(now, until), List.of())
						: Step.move(new Asking(""), "The soak time is over", List.of());
			});
		}

		@Override
		public String waitingFor() {
			return "Soaks in the environment before";
		}

	}

	/**
	 * Until enough people agree.
	 *
	 * @param waitingFor who has agreed and how many are missing
	 */
	record Asking(String waitingFor) implements PromotionState {

		@Override
		public Step<PromotionState, PromotionAction> next(PromotionSeen seen, Instant now) {
			return seen.stopped().orElseGet(() -> {
				int needed = seen.promotion().draft().approvals().count();
				List<String> agreed = seen.agreed();
				if (agreed.size() >= needed) {
					return Step.move(new Releasing(""),
							(needed == 0) ? "Nobody has to approve" : "Approved by " + String.join(", ", agreed),
							List.of());
				}
				String waiting = agreed.size() + " of " + needed + " approvals"
						+ (agreed.isEmpty() ? "" : ": " + String.join(", ", agreed));
				return waiting.equals(this.waitingFor) ? Step.stay(this, LOOK, List.of(new AskPeople()))
						: Step.move(new Asking(waiting), "Has " + waiting, List.of(new AskPeople()));
			});
		}

	}

	/**
	 * Until the release is asked for, which happens once: what keeps the release keeps
	 * its number with the promotion in one transaction.
	 *
	 * @param waitingFor why it cannot be asked for yet
	 */
	record Releasing(String waitingFor) implements PromotionState {

		@Override
		public Step<PromotionState, PromotionAction> next(PromotionSeen seen, Instant now) {
			Integer release = seen.promotion().release();
			if (release != null) {
				return Step.move(new Following(release), "Became release " + release, List.of());
			}
			Optional<Step<PromotionState, PromotionAction>> stopped = seen.stopped();
			if (stopped.isPresent()) {
				return stopped.get();
			}
			String refusal = seen.promotion().refusal();
			if (refusal != null) {
				return over(Result.FAILED, "The release was refused. " + refusal);
			}
			String frozen = seen.frozen();
			if (frozen != null) {
				return frozen.equals(this.waitingFor) ? Step.stay(this, LOOK, List.of())
						: Step.move(new Releasing(frozen), frozen, List.of());
			}
			return Step.stay(this, LOOK_AT_RELEASE, List.of(new RequestRelease()));
		}

	}

	/**
	 * Until the release has ended.
	 *
	 * @param release its number
	 */
	record Following(int release) implements PromotionState {

		@Override
		public Step<PromotionState, PromotionAction> next(PromotionSeen seen, Instant now) {
			PromotionSeen.Ending ending = seen.ending();
			if (ending == null) {
				return Step.stay(this, LOOK_AT_RELEASE, List.of());
			}
			return ending.succeeded() ? over(Result.SUCCEEDED, "Release " + this.release + " succeeded")
					: over(Result.FAILED, "Release " + this.release + " did not succeed. " + ending.reason());
		}

		@Override
		public String waitingFor() {
			return "Release " + this.release;
		}

	}

	/**
	 * It is over.
	 *
	 * @param result how it ended
	 * @param reason why
	 */
	record Over(Result result, String reason) implements PromotionState {

		@Override
		public Step<PromotionState, PromotionAction> next(PromotionSeen seen, Instant now) {
			return Step.ended(this, List.of(new Tell(this.result)));
		}

	}

	/** Ends. */
	static Step<PromotionState, PromotionAction> over(Result result, String reason) {
		return Step.end(new Over(result, reason), reason, List.of(new Tell(result)));
	}

	/** How a promotion ended. */
	enum Result {

		/** Its release was promoted. */
		SUCCEEDED,
		/** Its release failed, was aborted, or could not be asked for. */
		FAILED,
		/** Somebody who may approve said no. */
		REFUSED,
		/** Who asked took it back, or a newer promotion came. */
		WITHDRAWN,
		/** What it would release is no success any more in the environment before. */
		OUTDATED

	}

}
