/**
 * The port for traces. Spans are Zipkin's own model. May use zipkin2 and the
 * observability root.
 */
@NullMarked
package dev.slipway.observability.traces;

import org.jspecify.annotations.NullMarked;
