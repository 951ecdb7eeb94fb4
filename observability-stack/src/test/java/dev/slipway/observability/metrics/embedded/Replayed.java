package dev.slipway.observability.metrics.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.metrics.MetricQuery;

/**
 * The embedded store's samples and arithmetic, given what another scraper got and when.
 */
public final class Replayed {

	private final SeriesStore series = new SeriesStore(
			new MetricOptions(Duration.ofSeconds(1), Duration.ofHours(1), 8 << 20, 10_000));

	private final Map<ScrapeTarget, TargetSamples> targets = new HashMap<>();

	/** A scrape that succeeded. */
	public void scraped(ScrapeTarget target, String exposition, Instant time) {
		samples(target).accept(exposition, time.toEpochMilli());
	}

	/** A scrape that failed. */
	public void failed(ScrapeTarget target, Instant time) {
		samples(target).failed(time.toEpochMilli());
	}

	private TargetSamples samples(ScrapeTarget target) {
		return this.targets.computeIfAbsent(target, (key) -> new TargetSamples(key, this.series));
	}

	/** The values by labels at a time; what has none is left out. */
	public Map<Map<String, String>, Double> instant(MetricQuery query, QueryScope scope, Instant at) {
		Map<Map<String, String>, Double> values = new HashMap<>();
		new Evaluator(this.series, scope, new long[] { at.toEpochMilli() }).evaluate(query).forEach((labels, row) -> {
			if (!Double.isNaN(row[0])) {
				values.put(labels.asMap(), row[0]);
			}
		});
		return values;
	}

}
