package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * What the candidate and the stable release did in a time, for the record: the requests
 * of each pod with those that failed, and how long 95 of 100 took, with the queries.
 */
final class BothSides {

	private final MetricStore store;

	private final RequestCounts counts;

	BothSides(MetricStore store) {
		this.store = store;
		this.counts = new RequestCounts(store);
	}

	/** Fit to be kept as JSON. */
	Map<String, Object> of(Release candidate, @Nullable Release stable, Instant from, Instant to) {
		List<String> queries = new ArrayList<>();
		Map<String, Object> evidence = new LinkedHashMap<>();
		Map<String, Object> errors = new LinkedHashMap<>();
		Map<String, Object> latencies = new LinkedHashMap<>(Map.of("unit", "ms"));
		side("candidate", candidate, from, to, evidence, errors, latencies, queries);
		if (stable != null) {
			side("stable", stable, from, to, evidence, errors, latencies, queries);
		}
		evidence.put("samples", Map.of(Measure.ERROR_RATIO.id(), errors, Measure.P95.id(), latencies));
		evidence.put("queries", queries);
		return evidence;
	}

	private void side(String name, Release release, Instant from, Instant to, Map<String, Object> evidence,
			Map<String, Object> errors, Map<String, Object> latencies, List<String> queries) {
		Tally tally = this.counts.failed(release, from, to);
		evidence.put(name, tally.all().asMap());
		errors.put(name, tally.samples());
		queries.addAll(tally.queries());
		MetricQuery query = ServiceQuestion.P95.query(Scopes.selection(release), Duration.between(from, to),
				List.of("pod"));
		queries.add(PromQl.of(query));
		Map<String, Object> pods = new TreeMap<>();
		this.store.instant(query, Scopes.of(release), to).forEach((series) -> {
			double seconds = series.points().get(series.points().size() - 1).value();
			if (Double.isFinite(seconds)) {
				pods.put(Growth.pod(series), seconds * 1000);
			}
		});
		latencies.put(name, pods);
	}

}
