package dev.slipway.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.Step;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.DeliveryAction.Send;

/**
 * Where a delivery is.
 *
 * <pre>
 * Sending → Resting → Sending → … → Delivered | GivenUp
 * </pre>
 */
public sealed interface DeliveryState {

	/** An attempt that was lost with its process is made again after this time. */
	Duration LOOK = Duration.ofSeconds(30);

	/** The number of the attempt that is made or was made last. */
	int attempt();

	/** Decides, without side effects. */
	Step<DeliveryState, DeliveryAction> next(DeliverySeen seen, Instant now);

	/**
	 * An attempt is made, until it is recorded.
	 *
	 * @param attempt its number
	 */
	record Sending(int attempt) implements DeliveryState {

		@Override
		public Step<DeliveryState, DeliveryAction> next(DeliverySeen seen, Instant now) {
			if (seen.obstacle() != null) {
				return Step.end(new GivenUp(this.attempt, seen.obstacle()), seen.obstacle(), List.of());
			}
			Attempt made = seen.attempt();
			if (made == null) {
				return Step.stay(this, LOOK, List.of(new Send(this.attempt)));
			}
			if (made.delivered()) {
				return Step.end(new Delivered(this.attempt), "Delivered at attempt " + this.attempt, List.of());
			}
			String failed = "Attempt " + this.attempt + " failed: "
					+ ((made.status() != null) ? "it answered " + made.status() : made.answer());
			Duration wait = seen.retries().after(made, seen.delivery().id());
			Instant again = made.at().plus(made.took()).plus(wait);
			if (made.gone() || again.isAfter(seen.delivery().draft().madeAt().plus(seen.retries().giveUp()))) {
				String reason = failed + (made.gone() ? "; the receiver is gone" : "; it has been tried long enough");
				return Step.end(new GivenUp(this.attempt, reason), reason, List.of());
			}
			return Step.move(new Resting(this.attempt, again), failed + "; the next is at " + again, List.of());
		}

	}

	/**
	 * Until the next attempt.
	 *
	 * @param attempt the one that failed
	 * @param until when the next is made
	 */
	record Resting(int attempt, Instant until) implements DeliveryState {

		@Override
		public Step<DeliveryState, DeliveryAction> next(DeliverySeen seen, Instant now) {
			if (now.isBefore(this.until)) {
				return Step.stay(this, Duration.between(now, this.until), List.of());
			}
			return Step.move(new Sending(this.attempt + 1), "Attempt " + (this.attempt + 1), List.of());
		}

	}

	/**
	 * The receiver has it.
	 *
	 * @param attempt at which attempt
	 */
	record Delivered(int attempt) implements DeliveryState {

		@Override
		public Step<DeliveryState, DeliveryAction> next(DeliverySeen seen, Instant now) {
			return Step.ended(this, List.of());
		}

	}

	/**
	 * It is not tried any more.
	 *
	 * @param attempt the last one
	 * @param reason why
	 */
	record GivenUp(int attempt, String reason) implements DeliveryState {

		@Override
		public Step<DeliveryState, DeliveryAction> next(DeliverySeen seen, Instant now) {
			return Step.ended(this, List.of());
		}

	}

}
