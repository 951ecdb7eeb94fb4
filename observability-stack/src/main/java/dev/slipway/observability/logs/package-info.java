/**
 * The port for logs, its queries, and the way of a line from a process to a record. May
 * use Jackson and the observability root.
 */
@NullMarked
package dev.slipway.observability.logs;

import org.jspecify.annotations.NullMarked;
