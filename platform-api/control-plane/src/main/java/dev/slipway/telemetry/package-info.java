/**
 * Gives the observability stack its targets and log sources, and teams their view of it.
 * May use access, api, catalog, environments and observability.
 */
@NullMarked
package dev.slipway.telemetry;

import org.jspecify.annotations.NullMarked;
