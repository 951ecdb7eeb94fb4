package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.slipway.analysis.Tally.Requests;
import dev.slipway.observability.metrics.LabelMatcher;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricQuery.Aggregation;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.Selector;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** Counts the requests of a release: all, failed, slow. */
final class RequestCounts {

	private static final Duration STEP = Duration.ofSeconds(5);

	/** A finer look at a longer time costs more than it tells. */
	private static final int MOST_STEPS = 300;

	private static final String INFINITE = "+Inf";

	/**
	 * What tells a pod's counters apart. They are followed one by one: a sum falls when
	 * one of its series is missing for a moment, and a fall is taken for a restart.
	 */
	private static final List<String> SERIES = List.of("pod", "method", "uri", "status", "exception");

	private final MetricStore store;

	RequestCounts(MetricStore store) {
		this.store = store;
	}

	/** Requests in a time, those with a 5xx being bad. */
	Tally failed(Release release, Instant from, Instant to) {
		MetricQuery query = new MetricQuery.Gauge(requests(release, "count"), Aggregation.SUM, SERIES);
		Map<String, Requests> pods = new HashMap<>();
		Map<String, Requests> paths = new HashMap<>();
		grown(query, release, from, to).forEach((labels, grown) -> {
			Requests requests = new Requests(bad(labels) ? grown : 0, grown);
			pods.merge(labels.getOrDefault("pod", ""), requests, Requests::plus);
			paths.merge(path(labels), requests, Requests::plus);
		});
		return new Tally(pods, paths, List.of(text(query)), "");
	}

	/**
	 * Requests in a time, those being bad that took longer than the bound.
	 * @return null when there are buckets, but none with a bound at or above the limit
	 */
	@Nullable Tally slower(Release release, Duration limit, Instant from, Instant to) {
		Bound bound = bound(release, limit, to);
		if (bound == null || bound.isUnknown()) {
			return (bound != null) ? new Tally(Map.of(), Map.of(), List.of(), "") : null;
		}
		MetricQuery query = buckets(release, bound);
		Map<String, Requests> pods = new HashMap<>();
		grown(query, release, from, to).forEach((labels, grown) -> pods.merge(labels.getOrDefault("pod", ""),
				all(labels) ? new Requests(grown, grown) : new Requests(-grown, 0), Requests::plus));
		pods.replaceAll((pod, of) -> new Requests(Math.max(0, Math.min(of.bad(), of.total())), of.total()));
		return new Tally(pods, Map.of(), List.of(text(query)), bound.note());
	}

	/** What the counters say now, those with a 5xx being bad. */
	Counters failures(Release release, Instant at) {
		MetricQuery query = new MetricQuery.Gauge(requests(release, "count"), Aggregation.SUM, SERIES);
		return new Counters(settled(query, release, at), List.of(text(query)), false);
	}

	/** What the counters say now, those being bad that took longer than the bound. */
	@Nullable Counters slowness(Release release, Duration limit, Instant at) {
		Bound bound = bound(release, limit, at);
		if (bound == null || bound.isUnknown()) {
			return (bound != null) ? new Counters(List.of(), List.of(), true) : null;
		}
		MetricQuery query = buckets(release, bound);
		return new Counters(settled(query, release, at), List.of(text(query)), true);
	}

	/** Since when there are scrapes of it within a time; null when there are none. */
	@Nullable Instant known(Release release, Instant from, Instant to) {
		return Growth.seen(up(release, Span.of(from, to)), List.of())
			.values()
			.stream()
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * Its pods that were scraped of late: they have counted nothing that is not told.
	 */
	Set<String> scraped(Release release, Instant at) {
		Selector up = new Selector("up", Scopes.selection(release).matchers());
		return this.store.instant(new MetricQuery.Gauge(up, Aggregation.MAX, List.of("pod")), Scopes.of(release), at)
			.stream()
			.filter((series) -> series.points().get(series.points().size() - 1).value() > 0)
			.map(Growth::pod)
			.collect(Collectors.toSet());
	}

	/**
	 * Read until two looks agree: a look during a scrape may see some counters before and
	 * some after it.
	 */
	private List<MetricSeries> settled(MetricQuery query, Release release, Instant at) {
		List<MetricSeries> before = this.store.instant(query, Scopes.of(release), at);
		for (int looks = 0; looks < 5; looks++) {
			List<MetricSeries> after = this.store.instant(query, Scopes.of(release), at);
			if (after.size() == before.size() && after.containsAll(before)) {
				return after;
			}
			before = after;
		}
		return List.of();
	}

	private List<MetricSeries> up(Release release, Span span) {
		Selector up = new Selector("up", Scopes.selection(release).matchers());
		return this.store.range(new MetricQuery.Gauge(up, Aggregation.MAX, List.of("pod")), Scopes.of(release),
				span.start(), span.end(), span.step());
	}

	private Map<Map<String, String>, Long> grown(MetricQuery query, Release release, Instant from, Instant to) {
		Span span = Span.of(from, to);
		List<MetricSeries> counters = this.store.range(query, Scopes.of(release), span.start(), to, span.step());
		Map<String, Instant> seen = Growth.seen(up(release, span), counters);
		Map<Map<String, String>, Long> grown = new HashMap<>();
		counters.forEach((counter) -> grown.put(counter.labels(),
				Math.round(Growth.of(counter.points(), seen.get(Growth.pod(counter))))));
		return grown;
	}

	/**
	 * The least bound that is not below the limit, so that no request is called slow that
	 * may not be; unknown while there are no buckets.
	 */
	private @Nullable Bound bound(Release release, Duration limit, Instant at) {
		double seconds = limit.toMillis() / 1000.0;
		TreeMap<Double, String> bounds = new TreeMap<>();
		this.store
			.instant(new MetricQuery.Gauge(requests(release, "bucket"), Aggregation.SUM, List.of("le")),
					Scopes.of(release), at)
			.stream()
			.map((series) -> series.labels().getOrDefault("le", INFINITE))
			.filter((text) -> text.matches("[0-9.]+([eE]-?[0-9]+)?"))
			.forEach((text) -> bounds.put(Double.parseDouble(text), text));
		if (bounds.isEmpty()) {
			return new Bound("", "");
		}
		Map.Entry<Double, String> next = bounds.ceilingEntry(seconds);
		return (next == null) ? null
				: new Bound(next.getValue(), (next.getKey() > seconds) ? "the histogram's next bound is "
						+ Unit.SECONDS.show(next.getKey()) + ", so slower is slower than that" : "");
	}

	private static MetricQuery buckets(Release release, Bound bound) {
		List<String> by = new ArrayList<>(SERIES);
		by.add("le");
		String either = bound.text().replace(".", "\\.").replace("+", "\\+") + "|\\" + INFINITE;
		return new MetricQuery.Gauge(requests(release, "bucket").and(List.of(LabelMatcher.matches("le", either))),
				Aggregation.SUM, by);
	}

	private static Selector requests(Release release, String suffix) {
		return new Selector("http_server_requests_seconds_" + suffix, Scopes.selection(release).matchers())
			.and(List.of(LabelMatcher.notMatches("uri", ServiceQuestion.NOT_OF_USERS)));
	}

	private static String text(MetricQuery query) {
		return "growth of " + PromQl.of(query);
	}

	/** {@code GET /orders/{id}}. */
	private static String path(Map<String, String> labels) {
		return labels.getOrDefault("method", "") + " " + labels.getOrDefault("uri", "");
	}

	private static boolean bad(Map<String, String> labels) {
		return labels.getOrDefault("status", "").startsWith("5");
	}

	private static boolean all(Map<String, String> labels) {
		return INFINITE.equals(labels.get("le"));
	}

	/**
	 * A time in steps.
	 *
	 * @param start of the first, at the beginning or just before it
	 * @param end of the last: at the very end, else the newest scrape would be missed
	 * @param step the length of one
	 */
	private record Span(Instant start, Instant end, Duration step) {

		static Span of(Instant from, Instant to) {
			long millis = Math.max(1, Duration.between(from, to).toMillis());
			long steps = Math.max(1, Math.min(MOST_STEPS, (millis + STEP.toMillis() - 1) / STEP.toMillis()));
			Duration step = Duration.ofMillis(Math.max(1, millis / steps));
			return new Span(to.minus(step.multipliedBy(steps)), to, step);
		}

	}

	/**
	 * A bucket's bound.
	 *
	 * @param text as the label has it
	 * @param note when it is not the limit
	 */
	private record Bound(String text, String note) {

		boolean isUnknown() {
			return this.text.isEmpty();
		}

	}

	/**
	 * Counters at one time.
	 *
	 * @param series their values
	 * @param queries what was asked
	 * @param slow whether the slow requests are the bad ones
	 */
	record Counters(List<MetricSeries> series, List<String> queries, boolean slow) {

		/** What has been counted, when the diary took these. */
		Requests count(CounterDiary diary) {
			if (!this.slow) {
				return new Requests(diary.grown(RequestCounts::bad), diary.grown((labels) -> true));
			}
			long all = diary.grown(RequestCounts::all);
			return new Requests(Math.max(0, all - diary.grown((labels) -> !all(labels))), all);
		}

	}

}
