/**
 * The port for metrics: a small typed query model that any adapter can answer, and the
 * ready-made questions about a service. May use the observability root only.
 */
@NullMarked
package dev.slipway.observability.metrics;

import org.jspecify.annotations.NullMarked;
