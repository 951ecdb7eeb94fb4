package dev.slipway.observability.logs.elasticsearch;

import java.util.Map;
import java.util.Set;

import dev.slipway.observability.logs.query.LogFields;
import org.jspecify.annotations.Nullable;

/** What the fields of a record are called in Elasticsearch. */
public enum FieldScheme {

	/** The Elastic Common Schema; team and release, which it lacks, below slipway. */
	ECS("index-template.json",
			Map.of(LogFields.STACK_TRACE, "error.stack_trace", LogFields.LEVEL, "log.level", LogFields.LOGGER,
					"log.logger", LogFields.TRACE_ID, "trace.id", LogFields.SPAN_ID, "span.id", LogFields.SERVICE,
					"service.name", LogFields.ENVIRONMENT, "service.environment", LogFields.POD, "kubernetes.pod.name",
					LogFields.TEAM, "slipway.team", LogFields.RELEASE, "slipway.release")),

	/** The names that queries use. */
	PLAIN("index-template-plain.json", Map.of());

	/** The order of storing: epoch milliseconds and a counter. */
	static final String SEQUENCE = "slipway.sequence";

	static final String STREAM = "slipway.stream";

	/** Epoch nanoseconds of the stream's line. */
	static final String POSITION = "slipway.position";

	static final String LINES = "slipway.lines";

	/** What cannot stand under its own name, as JSON; not searched. */
	static final String REST = "slipway.rest";

	/** Fields of ours that no query and no process may name. */
	private static final String OWN = "slipway.";

	private static final Set<String> KNOWN = Set.of(LogFields.TIMESTAMP, LogFields.MESSAGE, LogFields.STACK_TRACE,
			LogFields.LEVEL, LogFields.LOGGER, LogFields.TRACE_ID, LogFields.SPAN_ID, LogFields.SERVICE,
			LogFields.ENVIRONMENT, LogFields.POD, LogFields.TEAM, LogFields.RELEASE);

	private final String template;

	private final Map<String, String> names;

	FieldScheme(String template, Map<String, String> names) {
		this.template = template;
		this.names = names;
	}

	/** The file of its index template. */
	String template() {
		return this.template;
	}

	/** The name there of a field of ours. */
	String name(String field) {
		return this.names.getOrDefault(field, field);
	}

	/** The name there of a field that a query names; null when no query may. */
	@Nullable String searched(String field) {
		if (KNOWN.contains(field)) {
			return name(field);
		}
		if (field.equals(LogFields.STREAM)) {
			return STREAM;
		}
		return taken(field) ? null : field;
	}

	/** Whether a field that the process made up may be stored under its own name. */
	boolean mayBeNamed(String extra) {
		return LogFields.indexableExtra(extra) && !taken(extra) && !extra.isBlank() && !extra.startsWith(".")
				&& !extra.endsWith(".");
	}

	private static boolean taken(String field) {
		return field.startsWith("_") || field.startsWith(OWN) || field.endsWith(LogFields.NUMERIC_SUFFIX)
				|| field.indexOf('*') >= 0 || field.isEmpty();
	}

}
