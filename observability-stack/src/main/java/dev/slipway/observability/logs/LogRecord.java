package dev.slipway.observability.logs;

import java.time.Instant;
import java.util.Map;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One record of a log, made of one line or of a line and the stack trace below it.
 *
 * @param timestamp when it happened
 * @param message the text
 * @param level lower or upper case as the process wrote it; null when unknown
 * @param logger the logger's name
 * @param traceId the trace it belongs to
 * @param spanId the span it belongs to
 * @param stackTrace the stack trace, without the message
 * @param origin whose it is
 * @param extra the remaining fields, flattened with dots
 * @param stream the stream it came by
 * @param position the place of its last line in that stream
 */
public record LogRecord(Instant timestamp, String message, @Nullable String level, @Nullable String logger,
		@Nullable String traceId, @Nullable String spanId, @Nullable String stackTrace, Origin origin,
		Map<String, String> extra, String stream, LogPosition position) {

	public LogRecord {
		extra = Map.copyOf(extra);
	}

}
