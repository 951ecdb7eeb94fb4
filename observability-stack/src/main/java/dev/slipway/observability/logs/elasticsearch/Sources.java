package dev.slipway.observability.logs.elasticsearch;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.query.LogFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads records out of documents: ours, and those of Filebeat, Fluent Bit or Logstash,
 * whose names may be nested or dotted.
 */
final class Sources {

	private static final int MAX_DEPTH = 20;

	private final FieldScheme fields;

	Sources(FieldScheme fields) {
		this.fields = fields;
	}

	/**
	 * The record of a document.
	 * @param millis its time as it is sorted by
	 */
	LogRecord read(@Nullable JsonNode source, long millis) {
		Map<String, String> values = new HashMap<>();
		if (source != null) {
			flatten(source, "", values, 0);
		}
		String kept = values.remove(FieldScheme.REST);
		Rest rest = (kept != null) ? Rest.read(kept) : new Rest(Map.of(), Map.of());
		values.putAll(rest.own());
		values.remove(FieldScheme.SEQUENCE);
		values.remove("ecs.version");
		Instant time = time(values.remove(LogFields.TIMESTAMP), millis);
		LogPosition position = position(values.remove(FieldScheme.POSITION), values.remove(FieldScheme.LINES));
		String stream = values.remove(FieldScheme.STREAM);
		String message = take(values, LogFields.MESSAGE);
		String level = take(values, LogFields.LEVEL);
		String logger = take(values, LogFields.LOGGER);
		String traceId = take(values, LogFields.TRACE_ID);
		String spanId = take(values, LogFields.SPAN_ID);
		String stackTrace = take(values, LogFields.STACK_TRACE);
		Origin origin = new Origin(orEmpty(take(values, LogFields.SERVICE)), orEmpty(take(values, LogFields.TEAM)),
				orEmpty(take(values, LogFields.ENVIRONMENT)), orEmpty(take(values, LogFields.RELEASE)),
				orEmpty(take(values, LogFields.POD)));
		values.putAll(rest.extra());
		return new LogRecord(time, orEmpty(message), level, logger, traceId, spanId, stackTrace, origin, values,
				orEmpty(stream), position);
	}

	private @Nullable String take(Map<String, String> values, String field) {
		return values.remove(this.fields.name(field));
	}

	private static String orEmpty(@Nullable String value) {
		return (value != null) ? value : "";
	}

	private static void flatten(JsonNode node, String name, Map<String, String> values, int depth) {
		if (depth > MAX_DEPTH || node.isNull()) {
			return;
		}
		if (node.isObject()) {
			node.fields()
				.forEachRemaining((field) -> flatten(field.getValue(),
						(depth == 0) ? field.getKey() : name + "." + field.getKey(), values, depth + 1));
		}
		else if (node.isArray()) {
			node.forEach((element) -> flatten(element, name, values, depth + 1));
		}
		else {
			values.merge(name, node.asText(), (old, more) -> old + "," + more);
		}
	}

	private static Instant time(@Nullable String text, long millis) {
		if (text != null) {
			try {
				return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
			}
			catch (DateTimeException ex) {
				return Instant.ofEpochMilli(millis);
			}
		}
		return Instant.ofEpochMilli(millis);
	}

	private static LogPosition position(@Nullable String nanos, @Nullable String lines) {
		try {
			return (nanos != null && lines != null)
					? new LogPosition(Instant.ofEpochSecond(0, Long.parseLong(nanos)), Integer.parseInt(lines))
					: LogPosition.START;
		}
		catch (NumberFormatException ex) {
			return LogPosition.START;
		}
	}

}
