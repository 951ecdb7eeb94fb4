package dev.slipway.observability.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import dev.slipway.observability.Origin;
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

	/**
	 * Tells a listener of each target whose samples were just taken, so that it need not
	 * wait for its next look. It has to return at once. A store that does not take
	 * samples itself tells nobody.
	 */
	default void onSamples(Consumer<Origin> listener) {
	}

	/** Whether {@link #expression} works. */
	default boolean takesExpressions() {
		return false;
	}

	/**
	 * The values at one time of an expression in the store's own language, within the
	 * scope.
	 * @throws UnsupportedOperationException when the store has no such language
	 */
	default List<MetricSeries> expression(String text, QueryScope scope, Instant at) {
		throw new UnsupportedOperationException("This metric store takes no expressions");
	}

	StoreHealth health();

}
