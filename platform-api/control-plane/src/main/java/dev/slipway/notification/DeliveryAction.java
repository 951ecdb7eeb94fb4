package dev.slipway.notification;

/** What a delivery does. */
public sealed interface DeliveryAction {

	/**
	 * An attempt is made, unless it is being made.
	 *
	 * @param attempt its number
	 */
	record Send(int attempt) implements DeliveryAction {
	}

}
