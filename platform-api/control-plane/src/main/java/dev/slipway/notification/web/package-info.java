/**
 * Channels and deliveries in the REST API. May use notification, flow, access, api and
 * Spring Web.
 */
@NullMarked
package dev.slipway.notification.web;

import org.jspecify.annotations.NullMarked;
