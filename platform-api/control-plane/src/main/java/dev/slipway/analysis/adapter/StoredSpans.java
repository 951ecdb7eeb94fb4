package dev.slipway.analysis.adapter;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.analysis.ReleaseSpans;
import dev.slipway.analysis.Scopes;
import dev.slipway.analysis.SpanSeen;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;
import zipkin2.Span;

/**
 * Spans of the trace store. Spans tell their release by the tags that the templates set.
 */
final class StoredSpans implements ReleaseSpans {

	private static final String RELEASE = "slipway.release";

	private static final String ENVIRONMENT = "slipway.environment";

	private static final int TRACES = 1000;

	private final TraceStore store;

	StoredSpans(TraceStore store) {
		this.store = store;
	}

	@Override
	public List<SpanSeen> of(Release release, Instant from, Instant to) {
		String service = release.draft().service();
		Map<String, String> tags = Map.of(RELEASE, Integer.toString(release.number()), ENVIRONMENT,
				release.draft().environment());
		TraceQuery query = new TraceQuery(service, null, tags, null, null, from, to, TRACES);
		return this.store.search(query, Scopes.of(release))
			.stream()
			.flatMap(List::stream)
			.filter((span) -> service.toLowerCase(Locale.ROOT).equals(span.localServiceName()))
			.filter((span) -> tags.entrySet()
				.stream()
				.allMatch((tag) -> tag.getValue().equals(span.tags().get(tag.getKey()))))
			.map(StoredSpans::seen)
			.toList();
	}

	private static SpanSeen seen(Span span) {
		String name = span.name();
		boolean serves = span.kind() == Span.Kind.SERVER || span.kind() == Span.Kind.CONSUMER;
		return new SpanSeen(span.traceId(), (name != null) ? name : "", serves, serves ? null : dependency(span),
				span.tags().containsKey("error"), instant(span.timestampAsLong()),
				Duration.ofNanos(span.durationAsLong() * 1000));
	}

	private static @Nullable String dependency(Span span) {
		if (span.remoteServiceName() != null) {
			return span.remoteServiceName();
		}
		if (span.kind() == null) {
			return null;
		}
		for (String tag : List.of("peer.service", "client.name", "server.address")) {
			String value = span.tags().get(tag);
			if (value != null && !value.isBlank() && !value.equals("none")) {
				return value;
			}
		}
		return host(span.tags().get("http.url"));
	}

	private static @Nullable String host(@Nullable String url) {
		try {
			return (url != null) ? URI.create(url).getHost() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static Instant instant(long micros) {
		return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
	}

}
