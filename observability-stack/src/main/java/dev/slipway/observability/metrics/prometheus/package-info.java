/**
 * Metrics asked of a Prometheus server (or what speaks its HTTP API) with time-outs, a
 * bounded answer, a bulkhead and a circuit breaker. May use the port, the shared way to
 * stores and Jackson.
 */
@NullMarked
package dev.slipway.observability.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
