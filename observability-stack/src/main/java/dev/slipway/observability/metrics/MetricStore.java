package dev.slipway.observability.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;

/**
 * Answers questions about metrics. Every question takes the scope of who asks: only
 * series whose label {@code team} is in it are looked at. A pattern or a range that is
 * not valid is an {@link IllegalArgumentException}; a store that cannot answer says so by
 * {@link MetricsUnavailable}, never by an empty answer.
 */
public interface MetricStore {

	/** Why a store refuses expressions, and what to do. */
	String NO_EXPRESSIONS = "the embedded metric store takes no PromQL expressions; ask for a metric by name, or let the "
			+ "platform team connect Prometheus by slipway.metrics.prometheus.url";

	/** Why a store has no alerts, and what to do. */
	String NO_RULES = "the embedded metric store evaluates no alert rules; let the platform team connect Prometheus by "
			+ "slipway.metrics.prometheus.url and load deploy/prometheus/rules/services.yml";

	/** A question for a range may have so many steps, as Prometheus has it. */
	int MOST_STEPS = 11_000;

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
	 * The values at one time of a PromQL expression. Every selection in it is confined to
	 * the scope; labels are those of the store. A number is a series without labels.
	 * @throws BadMetricQuery when it cannot be read, or the store takes no expressions
	 */
	default List<MetricSeries> expression(String text, QueryScope scope, Instant at) {
		throw new BadMetricQuery(NO_EXPRESSIONS);
	}

	/** The series there are, as their labels; {@code __name__} is the metric. */
	Listing<Map<String, String>> series(SeriesQuery query, QueryScope scope);

	/** The names of the labels that series have, {@code __name__} among them. */
	Listing<String> labels(SeriesQuery query, QueryScope scope);

	/**
	 * The values that a label has; those of {@code __name__} are the names of metrics.
	 */
	Listing<String> labelValues(String label, SeriesQuery query, QueryScope scope);

	/** The alerts under way that the scope sees. */
	default Kept<Alert> alerts(QueryScope scope) {
		return Kept.none(NO_RULES);
	}

	/**
	 * The rules that the store evaluates: all for an unlimited scope, else those that are
	 * of a team in it, or have an alert of one.
	 */
	default Kept<AlertRule> rules(QueryScope scope) {
		return Kept.none(NO_RULES);
	}

	StoreHealth health();

	/**
	 * How many times a range has.
	 * @throws BadMetricQuery when it has none, or too many
	 */
	static int steps(Instant from, Instant to, Duration step) {
		long width = step.toMillis();
		long steps = (width > 0 && !from.isAfter(to)) ? Duration.between(from, to).toMillis() / width + 1 : 0;
		if (steps < 1 || steps > MOST_STEPS) {
			throw new BadMetricQuery("from must not be after to, and at most " + MOST_STEPS
					+ " steps fit into one question; ask for a larger step");
		}
		return (int) steps;
	}

}
