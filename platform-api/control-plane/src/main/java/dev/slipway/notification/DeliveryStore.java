package dev.slipway.notification;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.notification.Delivery.Attempt;

/** The outbox, and what became of it. */
public interface DeliveryStore {

	/**
	 * Keeps a delivery, in the caller's transaction if there is one.
	 * @param alongside done in the same transaction
	 * @return empty when the channel was told of that event before
	 */
	Optional<Delivery> add(Delivery.Draft draft, Consumer<Delivery> alongside);

	/** Finds one. */
	Optional<Delivery> find(long id);

	/** Those to a channel below an id, newest first. */
	List<Delivery> list(long channel, long below, int limit);

	/** Keeps an attempt; the first of a number stays. */
	void record(Delivery delivery, Attempt attempt);

	/** The attempts, oldest first. */
	List<Attempt> attempts(Delivery delivery);

}
