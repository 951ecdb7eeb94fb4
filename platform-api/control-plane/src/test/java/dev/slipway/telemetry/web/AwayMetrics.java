package dev.slipway.telemetry.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.Listing;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.MetricsUnavailable;
import dev.slipway.observability.metrics.SeriesQuery;

/** A store that runs elsewhere and is down. */
final class AwayMetrics implements MetricStore {

	static final String ADDRESS = "http://10.1.2.3:9090";

	@Override
	public List<MetricSeries> instant(MetricQuery query, QueryScope scope, Instant at) {
		throw new MetricsUnavailable("Prometheus at " + ADDRESS + " gives no answer");
	}

	@Override
	public List<MetricSeries> range(MetricQuery query, QueryScope scope, Instant from, Instant to, Duration step) {
		return instant(query, scope, to);
	}

	@Override
	public Listing<Map<String, String>> series(SeriesQuery query, QueryScope scope) {
		throw new MetricsUnavailable("Prometheus at " + ADDRESS + " gives no answer");
	}

	@Override
	public Listing<String> labels(SeriesQuery query, QueryScope scope) {
		throw new MetricsUnavailable("Prometheus at " + ADDRESS + " gives no answer");
	}

	@Override
	public Listing<String> labelValues(String label, SeriesQuery query, QueryScope scope) {
		return labels(query, scope);
	}

	@Override
	public StoreHealth health() {
		return new StoreHealth("metrics", "prometheus", false, "Prometheus at " + ADDRESS + " gives no answer",
				Map.of(), new StoreHealth.Connection(ADDRESS, null, null, "refused by " + ADDRESS, Instant.EPOCH));
	}

}
