package dev.slipway.observability.logs;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

import dev.slipway.observability.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of a line: ECS JSON (nested or dotted names) or plain text. It never
 * fails; what is not understood is kept as text.
 */
final class LineParser {

	/**
	 * A process whose clock is off by more is not believed: the runtime's time is taken
	 * and what the process said is kept in {@code log.timestamp}.
	 */
	private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);

	private LineParser() {
	}

	static LogRecord parse(LogLine line) {
		String text = line.text();
		Map<String, String> json = text.startsWith("{") ? FlatJson.read(text) : null;
		return (json != null) ? structured(line, json) : plain(line, null, line.position());
	}

	static LogRecord plain(LogLine line, @Nullable String stackTrace, LogPosition end) {
		return new LogRecord(line.time(), PlainText.tame(line.text()), PlainText.level(line.text()), null, null, null,
				(stackTrace != null) ? PlainText.tame(stackTrace) : null, line.stream().origin(), Map.of(),
				line.stream().id(), end);
	}

	private static LogRecord structured(LogLine line, Map<String, String> json) {
		Instant said = timestamp(take(json, "@timestamp", "timestamp"), json);
		String message = take(json, "message", "msg");
		String level = take(json, "log.level", "level");
		String logger = take(json, "log.logger", "logger");
		String traceId = take(json, "traceId", "trace.id");
		String spanId = take(json, "spanId", "span.id");
		String stackTrace = take(json, "error.stack_trace", "stack_trace");
		json.remove("ecs.version");
		json.remove("ecs");
		Instant time = line.time();
		if (said != null && Duration.between(said, time).abs().compareTo(CLOCK_TOLERANCE) > 0) {
			json.put("log.timestamp", said.toString());
		}
		else if (said != null) {
			time = said;
		}
		Map<String, String> extra = new HashMap<>(json.size() * 2);
		json.forEach((name, value) -> extra.put(PlainText.tame(name), PlainText.tame(value)));
		return new LogRecord(time, (message != null) ? PlainText.tame(message) : PlainText.tame(line.text()),
				tame(level), tame(logger), tame(traceId), tame(spanId), tame(stackTrace), line.stream().origin(), extra,
				line.stream().id(), line.position());
	}

	private static @Nullable String tame(@Nullable String text) {
		return (text != null) ? PlainText.tame(text) : null;
	}

	private static @Nullable String take(Map<String, String> json, String name, String other) {
		String value = json.remove(name);
		String second = json.remove(other);
		return (value != null) ? value : second;
	}

	private static @Nullable Instant timestamp(@Nullable String text, Map<String, String> json) {
		if (text == null) {
			return null;
		}
		try {
			return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			json.put("log.timestamp", text);
			return null;
		}
	}

}
