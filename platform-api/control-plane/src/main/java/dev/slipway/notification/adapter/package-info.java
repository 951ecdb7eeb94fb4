/**
 * Channels and deliveries in the database, the sender, and who tells what happened. May
 * use notification, rollout, promotion, pipeline, flow, access, api and Spring.
 */
@NullMarked
package dev.slipway.notification.adapter;

import org.jspecify.annotations.NullMarked;
