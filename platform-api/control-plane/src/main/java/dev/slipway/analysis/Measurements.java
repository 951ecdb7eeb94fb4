package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.RawPromQl;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** Measures a release. */
final class Measurements {

	static final String NO_BUCKETS = "the pods offer no histogram with a bound at or above the limit; add one to "
			+ "management.metrics.distribution.slo.http.server.requests";

	private final MetricStore store;

	private final RequestCounts counts;

	private final Restarts restarts;

	private final Duration interval;

	Measurements(MetricStore store, Restarts restarts) {
		this(store, restarts, GateKit.SCRAPED_EVERY);
	}

	/**
	 * Creates one.
	 * @param interval between two scrapes
	 */
	Measurements(MetricStore store, Restarts restarts, Duration interval) {
		this.interval = interval;
		this.store = store;
		this.counts = new RequestCounts(store);
		this.restarts = restarts;
	}

	MetricStore store() {
		return this.store;
	}

	/** Measures in a time. */
	Measurement measure(Limit limit, Release release, Instant from, Instant to) {
		return switch (limit.measure()) {
			case ERROR_RATIO, REQUEST_RATE, SLOWER -> ofRequests(limit, release, from, to);
			case RESTARTS -> restarts(release);
			case EXPRESSION -> expression(limit.expression(), release, to);
			case P50, P95, P99 -> {
				long requests = this.counts.failed(release, from, to).all().total();
				yield question(limit.measure(), release, from, to, requests);
			}
			case HEAP_USED, CPU_USED -> question(limit.measure(), release, from, to, 0);
		};
	}

	/**
	 * The requests with those that are bad by the limit; null when that cannot be told.
	 */
	@Nullable Tally tally(Limit limit, Release release, Instant from, Instant to) {
		return (limit.measure() == Measure.SLOWER) ? this.counts.slower(release, limit.slow(), from, to)
				: this.counts.failed(release, from, to);
	}

	/** The counters that a limit is watched by; null when that cannot be told. */
	RequestCounts.@Nullable Counters counters(Limit limit, Release release, Instant at) {
		return (limit.measure() == Measure.SLOWER) ? this.counts.slowness(release, limit.slow(), at)
				: this.counts.failures(release, at);
	}

	/**
	 * What a limit is looked at over: the last so much time, of which there are scrapes.
	 */
	Window window(Limit limit, Gate.Call call) {
		Window whole = Window.last(call, limit.warmUp(), limit.window());
		boolean scraped = limit.measure() != Measure.RESTARTS && limit.measure() != Measure.EXPRESSION;
		return scraped
				? whole.anew(this.counts.known(call.release(), whole.from(), whole.to()), limit.window(), this.interval)
				: whole;
	}

	/** Its pods that were scraped of late. */
	Set<String> scraped(Release release, Instant at) {
		return this.counts.scraped(release, at);
	}

	private Measurement ofRequests(Limit limit, Release release, Instant from, Instant to) {
		Tally tally = tally(limit, release, from, to);
		if (tally == null) {
			return Measurement.none(List.of(), NO_BUCKETS);
		}
		if (tally.pods().isEmpty()) {
			return Measurement.none(tally.queries(), "");
		}
		Tally.Requests all = tally.all();
		double seconds = Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0);
		boolean rate = limit.measure() == Measure.REQUEST_RATE;
		Double value = rate ? Double.valueOf(all.total() / seconds) : (all.total() == 0) ? null : all.ratio();
		return new Measurement(value, all.total(), tally.samples(), tally.queries(), tally.note());
	}

	private Measurement restarts(Release release) {
		Map<String, Integer> pods = this.restarts.of(release);
		List<String> queries = List.of("restarts of the containers of " + release.objectName());
		return pods.isEmpty() ? Measurement.none(queries, "it has no pods") : new Measurement(
				pods.values().stream().mapToDouble(Integer::doubleValue).sum(), 0, Map.copyOf(pods), queries, "");
	}

	private Measurement expression(String template, Release release, Instant at) {
		String text = RawPromQl.fill(template, placeholders(release.draft().service(), release.draft().environment(),
				Integer.toString(release.number())));
		List<MetricSeries> answer = this.store.expression(text, Scopes.of(release), at);
		List<String> queries = List.of(text);
		if (answer.size() != 1) {
			return Measurement.none(queries,
					"the expression yields " + answer.size() + " series, but has to yield one; sum them up");
		}
		return new Measurement(last(answer.get(0)), 0, Map.of(), queries, "");
	}

	/** What an expression may name in double braces within quotes. */
	static Map<String, String> placeholders(String service, String environment, String release) {
		return Map.of("service", service, "environment", environment, "release", release);
	}

	private Measurement question(Measure measure, Release release, Instant from, Instant to, long requests) {
		ServiceQuestion question = measure.question();
		if (question == null) {
			throw new IllegalStateException(measure.id() + " is no question to the metric store");
		}
		Duration window = Duration.between(from, to);
		MetricQuery query = question.query(Scopes.selection(release), window, List.of());
		List<MetricSeries> answer = this.store.instant(query, Scopes.of(release), to);
		List<String> queries = List.of(PromQl.of(query));
		return answer.isEmpty() ? new Measurement(null, requests, Map.of(), queries, "")
				: new Measurement(last(answer.get(0)), requests, pods(question, release, window, to), queries, "");
	}

	private Map<String, Object> pods(ServiceQuestion question, Release release, Duration window, Instant to) {
		MetricQuery query = question.query(Scopes.selection(release), window, List.of("pod"));
		Map<String, Object> pods = new HashMap<>();
		this.store.instant(query, Scopes.of(release), to)
			.forEach((series) -> pods.put(Growth.pod(series), last(series)));
		return pods;
	}

	private static double last(MetricSeries series) {
		return series.points().get(series.points().size() - 1).value();
	}

}
