package dev.slipway.observability.traces.zipkin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.http.BoundedBody;
import dev.slipway.observability.http.Guard;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TraceSearch;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.observability.traces.TraceVisibility;
import org.jspecify.annotations.Nullable;
import zipkin2.DependencyLink;
import zipkin2.Span;

/** Asks a Zipkin server, and sends it the spans that the platform is sent. */
public final class ZipkinTraceStore implements TraceStore {

	/** Below this many traces, an answer that is too large is told as that. */
	private static final int FEWEST = 10;

	private final ZipkinOptions options;

	private final ZipkinApi api;

	private final Guard guard;

	private final @Nullable SpanForwarder forwarder;

	private final AtomicLong left = new AtomicLong();

	public ZipkinTraceStore(ZipkinOptions options, Clock clock) {
		this.options = options;
		this.api = new ZipkinApi(options.address());
		this.guard = new Guard(options.address(), options.concurrency(), clock);
		this.forwarder = options.forward() ? new SpanForwarder(options.address()) : null;
	}

	/** Sends them on, later; without forwarding they are left lying, which is counted. */
	@Override
	public void accept(List<Span> spans) {
		if (this.forwarder != null) {
			this.forwarder.accept(spans);
		}
		else {
			this.left.addAndGet(spans.size());
		}
	}

	@Override
	public List<List<Span>> search(TraceQuery query, QueryScope scope) {
		TraceSearch search = new TraceSearch(query, scope);
		if (search.isBlind()) {
			return List.of();
		}
		ZipkinQuestion question = ZipkinQuestion.of(search);
		while (true) {
			try {
				return search.answer(ask(question.path(), ZipkinAnswers::traces));
			}
			catch (StoreUnavailable ex) {
				if (!(ex.getCause() instanceof BoundedBody.TooLarge) || question.limit() / 4 < FEWEST) {
					throw ex;
				}
				question = question.limited(question.limit() / 4);
			}
		}
	}

	@Override
	public Optional<List<Span>> trace(String id, QueryScope scope) {
		String normal;
		try {
			normal = Span.normalizeTraceId(id);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
		return this.guard.ask(() -> this.api.find("/api/v2/trace/", normal, ZipkinAnswers::spans))
			.filter((spans) -> !spans.isEmpty() && TraceVisibility.visible(spans, scope))
			.map((spans) -> TraceVisibility.reduce(spans, scope));
	}

	@Override
	public List<String> services(QueryScope scope) {
		return ask("/api/v2/services", ZipkinAnswers::names).stream().filter(scope::seesService).sorted().toList();
	}

	@Override
	public List<String> spanNames(String service, QueryScope scope) {
		return scope.seesService(service) ? ask(
				"/api/v2/spans?serviceName="
						+ URLEncoder.encode(service.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8),
				ZipkinAnswers::names)
			.stream()
			.sorted()
			.toList() : List.of();
	}

	@Override
	public List<DependencyLink> dependencies(Instant from, Instant to, QueryScope scope) {
		long lookback = Math.max(1, Duration.between(from, to).toMillis());
		return ask("/api/v2/dependencies?endTs=" + to.toEpochMilli() + "&lookback=" + lookback, ZipkinAnswers::links)
			.stream()
			.filter((link) -> scope.seesService(link.parent()) || scope.seesService(link.child()))
			.toList();
	}

	private <T> T ask(String path, Function<byte[], T> reader) {
		return this.guard.ask(() -> this.api.get(path, this.options.address().timeout(), reader));
	}

	@Override
	public StoreHealth health() {
		return new ZipkinCheck(this.options.address(), this.api, this.guard)
			.health((this.forwarder != null) ? this.forwarder.figures() : null, this.left.get());
	}

	@Override
	public void close() {
		if (this.forwarder != null) {
			this.forwarder.close();
		}
	}

}
