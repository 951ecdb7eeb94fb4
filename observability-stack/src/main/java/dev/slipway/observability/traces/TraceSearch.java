package dev.slipway.observability.traces;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.slipway.observability.QueryScope;
import zipkin2.Span;
import zipkin2.storage.QueryRequest;

/**
 * A query within a scope, in Zipkin's own terms. Every store asks by {@link #request()}
 * and gives out only what {@link #answer} leaves of it: whatever a server made of the
 * question, no trace is told that does not match or is not seen.
 */
public final class TraceSearch {

	/** Traces looked through when some of them may not be told. */
	private static final int WIDE = 1000;

	private final TraceQuery query;

	private final QueryScope scope;

	private final QueryRequest request;

	/**
	 * Creates one.
	 * @throws BadTraceQuery when that cannot be asked
	 */
	public TraceSearch(TraceQuery query, QueryScope scope) {
		this.query = query;
		this.scope = scope;
		this.request = request(query, (scope.unlimited() || query.service() != null) ? query.limit() : WIDE);
	}

	private static QueryRequest request(TraceQuery query, int limit) {
		QueryRequest.Builder request = QueryRequest.newBuilder()
			.endTs(query.to().toEpochMilli())
			.lookback(Math.max(1, Duration.between(query.from(), query.to()).toMillis()))
			.limit(limit)
			.annotationQuery(query.tags());
		if (query.service() != null) {
			request.serviceName(query.service());
		}
		if (query.spanName() != null) {
			request.spanName(query.spanName());
		}
		if (query.minDuration() != null) {
			request.minDuration(micros(query.minDuration()));
		}
		if (query.maxDuration() != null) {
			request.minDuration((query.minDuration() != null) ? micros(query.minDuration()) : 1L)
				.maxDuration(micros(query.maxDuration()));
		}
		try {
			return request.build();
		}
		catch (IllegalArgumentException ex) {
			throw new BadTraceQuery("Traces cannot be looked for like this: " + ex.getMessage());
		}
	}

	/** Whether nothing of it can be seen, so that no store need be asked. */
	public boolean isBlind() {
		return (this.query.service() != null) ? !this.scope.seesService(this.query.service())
				: !this.scope.unlimited() && this.scope.services().isEmpty();
	}

	/** The question; its limit is wider than asked where found traces may not be told. */
	public QueryRequest request() {
		return this.request;
	}

	/** A limit that leaves room for traces that a weaker question finds as well. */
	public int wideLimit() {
		return WIDE;
	}

	/** What may be told of traces found, the newest first. */
	public List<List<Span>> answer(Collection<List<Span>> found) {
		return found.stream()
			.filter(this.request::test)
			.filter(this::visibleMatch)
			.sorted(Comparator.comparingLong(TraceSearch::start).reversed())
			.limit(this.query.limit())
			.map((trace) -> TraceVisibility.reduce(trace, this.scope))
			.toList();
	}

	/**
	 * Without a service, the conditions may have been met by another team's span; such a
	 * hit would tell what its tags are.
	 */
	private boolean visibleMatch(List<Span> trace) {
		if (this.scope.unlimited() || this.query.service() != null) {
			return true;
		}
		List<Span> seen = trace.stream()
			.filter((span) -> span.localServiceName() != null && this.scope.seesService(span.localServiceName()))
			.toList();
		return seen.stream().anyMatch((span) -> named(span) && lasts(span)) && this.query.tags()
			.entrySet()
			.stream()
			.allMatch((tag) -> seen.stream().anyMatch((span) -> tagged(span, tag.getKey(), tag.getValue())));
	}

	private boolean named(Span span) {
		return this.query.spanName() == null || this.query.spanName().equalsIgnoreCase(span.name());
	}

	private boolean lasts(Span span) {
		return (this.query.minDuration() == null || span.durationAsLong() >= micros(this.query.minDuration()))
				&& (this.query.maxDuration() == null || span.durationAsLong() <= micros(this.query.maxDuration()));
	}

	private static boolean tagged(Span span, String key, String value) {
		if (!value.isEmpty()) {
			return value.equals(span.tags().get(key));
		}
		return span.tags().containsKey(key)
				|| span.annotations().stream().anyMatch((annotation) -> annotation.value().equals(key));
	}

	private static long micros(Duration duration) {
		return Math.max(1, duration.toNanos() / 1000);
	}

	private static long start(List<Span> trace) {
		return trace.stream().mapToLong(Span::timestampAsLong).filter((time) -> time > 0).min().orElse(0);
	}

}
