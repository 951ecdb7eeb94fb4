package dev.slipway.notification;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a channel.
 *
 * @param id given by the store; sent along, so that the receiver knows a repeat
 * @param draft what is sent where
 */
public record Delivery(long id, Draft draft) {

	/** The id of its flow. */
	public String flowId() {
		return Long.toString(this.id);
	}

	/**
	 * A delivery before it has an id.
	 *
	 * @param channel the id of the channel
	 * @param eventKey unique within the channel
	 * @param kind of the event
	 * @param title of the event
	 * @param body what is sent, byte for byte the same at each attempt
	 * @param madeAt when the event was recorded
	 */
	public record Draft(long channel, String eventKey, EventKind kind, String title, String body, Instant madeAt) {
	}

	/**
	 * One attempt to send.
	 *
	 * @param number counts from 1
	 * @param at when it was sent
	 * @param status of the answer; null when there was none
	 * @param took until the answer came, or it was given up
	 * @param answer the beginning of the answer, or what went wrong
	 * @param retryAfter how long the receiver wants to be left alone; null when it did
	 * not say
	 */
	public record Attempt(int number, Instant at, @Nullable Integer status, Duration took, String answer,
			@Nullable Duration retryAfter) {

		/** Whether the receiver has it. */
		public boolean delivered() {
			return this.status != null && this.status / 100 == 2;
		}

		/** Whether the receiver says that it will never take anything. */
		boolean gone() {
			return this.status != null && this.status == 410;
		}

	}

}
