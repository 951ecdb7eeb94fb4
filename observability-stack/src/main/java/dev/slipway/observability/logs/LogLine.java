package dev.slipway.observability.logs;

import java.time.Instant;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.LogStream;

/**
 * A line on its way: its stream, the time stamped by the runtime, its place, its text.
 */
record LogLine(LogStream stream, Instant time, LogPosition position, String text) {
}
