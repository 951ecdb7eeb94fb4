package dev.slipway.notification;

import dev.slipway.notification.Delivery.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The world as a delivery sees it in one tick.
 *
 * @param delivery what is sent
 * @param attempt the attempt of the state, as it was recorded; null until then
 * @param retries how often it is tried
 * @param obstacle why it cannot be sent at all; null when it can
 */
public record DeliverySeen(Delivery delivery, @Nullable Attempt attempt, Retries retries, @Nullable String obstacle) {
}
