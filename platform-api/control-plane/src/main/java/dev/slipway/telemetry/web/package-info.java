/**
 * Logs, metrics and traces by REST, and Zipkin's own API. May use Spring Web and the
 * observability ports.
 */
@NullMarked
package dev.slipway.telemetry.web;

import org.jspecify.annotations.NullMarked;
