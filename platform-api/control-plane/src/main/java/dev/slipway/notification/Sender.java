package dev.slipway.notification;

import java.util.function.Consumer;

import dev.slipway.notification.Delivery.Attempt;
import org.jspecify.annotations.Nullable;

/** Sends over the network. */
public interface Sender {

	/** What is wrong with an address; null when nothing is. */
	@Nullable String problem(String url);

	/** What is sent to a channel for an event. */
	String body(Channel.Kind kind, Event event);

	/**
	 * Makes an attempt on another thread, unless one for that delivery is being made.
	 * @param done told when it is over, however
	 */
	void send(Delivery delivery, Channel channel, int attempt, Consumer<Attempt> done);

}
