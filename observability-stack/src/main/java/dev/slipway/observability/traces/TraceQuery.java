package dev.slipway.observability.traces;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which traces are looked for. Null means any.
 *
 * @param service a service that has a span in the trace; the conditions below are asked
 * of its spans
 * @param spanName the name of one of its spans
 * @param tags tags that its spans have; an empty value asks for the tag alone or an
 * annotation
 * @param minDuration the least duration of one of its spans
 * @param maxDuration the greatest
 * @param from the earliest start
 * @param to the latest start
 * @param limit the most traces
 */
public record TraceQuery(@Nullable String service, @Nullable String spanName, Map<String, String> tags,
		@Nullable Duration minDuration, @Nullable Duration maxDuration, Instant from, Instant to, int limit) {

	public TraceQuery {
		tags = Map.copyOf(tags);
		limit = Math.max(1, Math.min(limit, 1000));
	}

	/** All traces of a service in a time. */
	public static TraceQuery service(String service, Instant from, Instant to, int limit) {
		return new TraceQuery(service, null, Map.of(), null, null, from, to, limit);
	}

}
