/**
 * Traces in zipkin2's bounded memory storage. May use zipkin2 and the traces port.
 */
@NullMarked
package dev.slipway.observability.traces.embedded;

import org.jspecify.annotations.NullMarked;
