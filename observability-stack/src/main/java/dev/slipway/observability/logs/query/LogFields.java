package dev.slipway.observability.logs.query;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of fields as queries and the embedded index have them, and their other names.
 */
public final class LogFields {

	public static final String TIMESTAMP = "@timestamp";

	public static final String MESSAGE = "message";

	public static final String STACK_TRACE = "stack_trace";

	public static final String LEVEL = "level";

	public static final String LOGGER = "logger";

	public static final String SERVICE = "service";

	public static final String TEAM = "team";

	public static final String ENVIRONMENT = "environment";

	public static final String RELEASE = "release";

	public static final String POD = "pod";

	public static final String TRACE_ID = "traceId";

	public static final String SPAN_ID = "spanId";

	/** The order of storing. */
	public static final String SEQUENCE = "_seq";

	public static final String STREAM = "_stream";

	public static final String STREAM_TIME = "_stream_time";

	public static final String STREAM_LINES = "_stream_lines";

	/** The names of the fields that the record has, for {@code _exists_}. */
	public static final String PRESENT = "_present";

	/** The record itself, stored. */
	public static final String SOURCE = "_source";

	/** The numeric twin of an extra field, for ranges. */
	public static final String NUMERIC_SUFFIX = "#n";

	/** Searched when the query names no field. */
	public static final List<String> DEFAULT = List.of(MESSAGE, STACK_TRACE);

	public static final Set<String> TEXT = Set.of(MESSAGE, STACK_TRACE);

	/** The levels that count as errors. */
	public static final Set<String> ERROR_LEVELS = Set.of("error", "fatal", "severe");

	public static final Set<String> ALWAYS_PRESENT = Set.of(TIMESTAMP, MESSAGE, SERVICE, TEAM, ENVIRONMENT, RELEASE,
			POD);

	private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("timestamp", TIMESTAMP),
			Map.entry("log.level", LEVEL), Map.entry("log.logger", LOGGER), Map.entry("service.name", SERVICE),
			Map.entry("service.environment", ENVIRONMENT), Map.entry("trace.id", TRACE_ID),
			Map.entry("span.id", SPAN_ID), Map.entry("error.stack_trace", STACK_TRACE),
			Map.entry("kubernetes.pod.name", POD));

	private static final Set<String> OWN = Set.of(TIMESTAMP, MESSAGE, STACK_TRACE, LEVEL, LOGGER, SERVICE, TEAM,
			ENVIRONMENT, RELEASE, POD, TRACE_ID, SPAN_ID);

	private LogFields() {
	}

	/** The field that a query means. */
	public static String resolve(String name) {
		return ALIASES.getOrDefault(name, name);
	}

	/**
	 * Whether a field that the process made up may be indexed under its own name. One
	 * that is called like a field of ours may not: it would get past the team's filter.
	 */
	public static boolean indexableExtra(String name) {
		return !name.isEmpty() && name.length() <= 128 && !name.startsWith("_") && !name.endsWith(NUMERIC_SUFFIX)
				&& !OWN.contains(name) && !ALIASES.containsKey(name);
	}

}
