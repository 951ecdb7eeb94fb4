package dev.slipway.observability.deploy;

/**
 * The fields of a record as they lie in Elasticsearch, by the names that the log store
 * gives them.
 */
enum LogField {

	TIMESTAMP("@timestamp", "@timestamp"), MESSAGE("message", "message"),
	STACK_TRACE("stack_trace", "error.stack_trace"), LEVEL("level", "log.level"), LOGGER("logger", "log.logger"),
	TRACE_ID("traceId", "trace.id"), SPAN_ID("spanId", "span.id"), SERVICE("service", "service.name"),
	TEAM("team", "slipway.team"), ENVIRONMENT("environment", "service.environment"),
	RELEASE("release", "slipway.release"), POD("pod", "kubernetes.pod.name");

	private final String asked;

	private final String stored;

	LogField(String asked, String stored) {
		this.asked = asked;
		this.stored = stored;
	}

	/** The name in queries to the platform. */
	String asked() {
		return this.asked;
	}

	/** The name in Elasticsearch. */
	String stored() {
		return this.stored;
	}

}
