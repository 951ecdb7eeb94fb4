/**
 * Traces asked of a Zipkin server (or what speaks its v2 API) with time-outs, a bounded
 * answer, a bulkhead and a circuit breaker; and spans sent to it from a bounded queue.
 * May use zipkin2, the port, the shared way to stores and Jackson.
 */
@NullMarked
package dev.slipway.observability.traces.zipkin;

import org.jspecify.annotations.NullMarked;
