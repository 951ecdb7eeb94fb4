package dev.slipway.observability.traces.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.TraceVisibility;
import zipkin2.Call;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.storage.InMemoryStorage;
import zipkin2.storage.QueryRequest;

/** Traces in zipkin2's memory storage; the oldest go when it is full. */
public final class InMemoryTraceStore implements TraceStore {

	private static final int MAX_TAG = 4096;

	/** Traces looked through when only some of them are visible. */
	private static final int SEARCH_WIDE = 1000;

	private final InMemoryStorage storage;

	private final int maxSpans;

	private final AtomicLong accepted = new AtomicLong();

	/**
	 * Creates an empty store.
	 * @param maxSpans the most spans that are kept
	 */
	public InMemoryTraceStore(int maxSpans) {
		this.maxSpans = maxSpans;
		this.storage = InMemoryStorage.newBuilder().maxSpanCount(maxSpans).strictTraceId(true).build();
	}

	@Override
	public void accept(List<Span> spans) {
		List<Span> bounded = spans.stream().map(InMemoryTraceStore::bounded).toList();
		execute(this.storage.spanConsumer().accept(bounded));
		this.accepted.addAndGet(spans.size());
	}

	/** A tag may be a whole stack trace; a hundred thousand of those would not fit. */
	private static Span bounded(Span span) {
		if (span.tags().values().stream().noneMatch((value) -> value.length() > MAX_TAG)) {
			return span;
		}
		Span.Builder builder = span.toBuilder().clearTags();
		span.tags()
			.forEach((key, value) -> builder.putTag(key,
					(value.length() > MAX_TAG) ? value.substring(0, MAX_TAG) + "… [cut]" : value));
		return builder.build();
	}

	@Override
	public List<List<Span>> search(TraceQuery query, QueryScope scope) {
		if (query.service() != null && !scope.seesService(query.service())) {
			return List.of();
		}
		QueryRequest.Builder request = QueryRequest.newBuilder()
			.endTs(query.to().toEpochMilli())
			.lookback(Math.max(1, Duration.between(query.from(), query.to()).toMillis()))
			.limit(scope.unlimited() || query.service() != null ? query.limit() : SEARCH_WIDE)
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
		return execute(this.storage.spanStore().getTraces(request.build())).stream()
			.filter((trace) -> visibleMatch(trace, query, scope))
			.sorted(Comparator.comparingLong(InMemoryTraceStore::start).reversed())
			.limit(query.limit())
			.map((trace) -> TraceVisibility.reduce(trace, scope))
			.toList();
	}

	/**
	 * Without a service, the storage's conditions may have been met by another team's
	 * span; such a hit would tell what its tags are.
	 */
	private static boolean visibleMatch(List<Span> trace, TraceQuery query, QueryScope scope) {
		if (scope.unlimited() || query.service() != null) {
			return true;
		}
		List<Span> seen = trace.stream()
			.filter((span) -> span.localServiceName() != null && scope.seesService(span.localServiceName()))
			.toList();
		return seen.stream().anyMatch((span) -> named(span, query) && lasts(span, query)) && query.tags()
			.entrySet()
			.stream()
			.allMatch((tag) -> seen.stream().anyMatch((span) -> tagged(span, tag.getKey(), tag.getValue())));
	}

	private static boolean named(Span span, TraceQuery query) {
		return query.spanName() == null || query.spanName().equalsIgnoreCase(span.name());
	}

	private static boolean lasts(Span span, TraceQuery query) {
		return (query.minDuration() == null || span.durationAsLong() >= micros(query.minDuration()))
				&& (query.maxDuration() == null || span.durationAsLong() <= micros(query.maxDuration()));
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

	@Override
	public Optional<List<Span>> trace(String id, QueryScope scope) {
		List<Span> spans;
		try {
			spans = execute(this.storage.traces().getTrace(Span.normalizeTraceId(id)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
		return (spans.isEmpty() || !TraceVisibility.visible(spans, scope)) ? Optional.empty()
				: Optional.of(TraceVisibility.reduce(spans, scope));
	}

	@Override
	public List<String> services(QueryScope scope) {
		return execute(this.storage.serviceAndSpanNames().getServiceNames()).stream()
			.filter(scope::seesService)
			.toList();
	}

	@Override
	public List<String> spanNames(String service, QueryScope scope) {
		return scope.seesService(service) ? execute(this.storage.serviceAndSpanNames().getSpanNames(service))
				: List.of();
	}

	@Override
	public List<DependencyLink> dependencies(Instant from, Instant to, QueryScope scope) {
		long lookBack = Math.max(1, Duration.between(from, to).toMillis());
		return execute(this.storage.spanStore().getDependencies(to.toEpochMilli(), lookBack)).stream()
			.filter((link) -> scope.seesService(link.parent()) || scope.seesService(link.child()))
			.toList();
	}

	@Override
	public StoreHealth health() {
		long kept = Math.min(this.accepted.get(), this.maxSpans);
		return new StoreHealth("traces", "zipkin2 (embedded)", true,
				this.accepted.get() + " spans taken; at most " + this.maxSpans + " are kept",
				Map.of("accepted", this.accepted.get(), "kept", kept, "maxSpans", (long) this.maxSpans));
	}

	@Override
	public void close() {
		this.storage.close();
	}

	private static <T> T execute(Call<T> call) {
		try {
			return call.execute();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
