package dev.slipway.observability.traces.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.traces.SpanBounds;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TraceSearch;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.TraceVisibility;
import zipkin2.Call;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.storage.InMemoryStorage;

/** Traces in zipkin2's memory storage; the oldest go when it is full. */
public final class InMemoryTraceStore implements TraceStore {

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
		List<Span> bounded = spans.stream().map(SpanBounds::of).toList();
		execute(this.storage.spanConsumer().accept(bounded));
		this.accepted.addAndGet(spans.size());
	}

	@Override
	public List<List<Span>> search(TraceQuery query, QueryScope scope) {
		TraceSearch search = new TraceSearch(query, scope);
		return search.isBlind() ? List.of()
				: search.answer(execute(this.storage.spanStore().getTraces(search.request())));
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
		return scope.seesService(service)
				? execute(this.storage.serviceAndSpanNames().getSpanNames(service)).stream().sorted().toList()
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
