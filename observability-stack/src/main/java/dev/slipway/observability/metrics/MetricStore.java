package dev.slipway.observability.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;

/**
 * Answers questions about metrics. Every question takes the scope of who asks: only
 * series whose label {@code team} is in it are looked at. A pattern or a range that is
 * not valid is an {@link IllegalArgumentException}.
 */
public interface MetricStore {

	/**
	 * The values at one time: one point a series, series without a value are left out.
	 */
	List<MetricSeries> instant(MetricQuery query, QueryScope scope, Instant at);

	/** The values from one time to another, both inclusive, a step apart. */
	List<MetricSeries> range(MetricQuery query, QueryScope scope, Instant from, Instant to, Duration step);

	StoreHealth health();

}
