/**
 * Notifications of what happens to releases, promotions, freezes and builds: channels, an
 * outbox of deliveries, and their retries. May use flow only; what happens is told by its
 * adapters.
 */
@NullMarked
package dev.slipway.notification;

import org.jspecify.annotations.NullMarked;
