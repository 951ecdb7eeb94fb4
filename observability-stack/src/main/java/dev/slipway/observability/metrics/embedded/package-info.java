/**
 * Metrics scraped in this process into bounded ring buffers and evaluated as Prometheus
 * does. May use the JDK and the metrics port.
 */
@NullMarked
package dev.slipway.observability.metrics.embedded;

import org.jspecify.annotations.NullMarked;
