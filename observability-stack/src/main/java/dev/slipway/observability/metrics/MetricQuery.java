package dev.slipway.observability.metrics;

import java.time.Duration;
import java.util.List;

/**
 * A question that every metric store can answer, and that can be written as PromQL. Every
 * kind sums up series into one for each combination of the labels {@code by}; with no
 * such label, into one. Where there is nothing to compute from there is no point: "no
 * data" is never zero.
 */
public sealed interface MetricQuery {

	/** The labels that the answer keeps. */
	List<String> by();

	/**
	 * A level now: {@code sum by (…) (selector)}.
	 *
	 * @param selector which series
	 * @param aggregation how several become one
	 * @param by labels to keep
	 */
	record Gauge(Selector selector, Aggregation aggregation, List<String> by) implements MetricQuery {
	}

	/**
	 * A counter's growth a second: {@code sum by (…) (rate(selector[window]))}.
	 *
	 * @param selector which counters
	 * @param window how far back
	 * @param by labels to keep
	 */
	record Rate(Selector selector, Duration window, List<String> by) implements MetricQuery {
	}

	/**
	 * A counter's growth: {@code sum by (…) (increase(selector[window]))}.
	 *
	 * @param selector which counters
	 * @param window how far back
	 * @param by labels to keep
	 */
	record Increase(Selector selector, Duration window, List<String> by) implements MetricQuery {
	}

	/**
	 * The part of the whole, joined by the labels kept. A part that is not there is zero
	 * of a whole that is; a whole of zero is no data. In PromQL
	 * {@code (part or whole * 0) / (whole > 0)}.
	 *
	 * @param part such as the rate of failed requests
	 * @param whole such as the rate of all requests; keeps the same labels
	 */
	record Ratio(MetricQuery part, MetricQuery whole) implements MetricQuery {

		public Ratio {
			if (!part.by().equals(whole.by())) {
				throw new IllegalArgumentException(
						"part and whole keep different labels: " + part.by() + " and " + whole.by());
			}
		}

		@Override
		public List<String> by() {
			return this.whole.by();
		}

	}

	/**
	 * A quantile of a classic histogram:
	 * {@code histogram_quantile(q, sum by (le, …) (rate(selector[window])))}.
	 *
	 * @param quantile between 0 and 1
	 * @param buckets the series named {@code …_bucket}
	 * @param window how far back
	 * @param by labels to keep beside {@code le}
	 */
	record Quantile(double quantile, Selector buckets, Duration window, List<String> by) implements MetricQuery {
	}

	/** How several values become one. */
	enum Aggregation {

		/** Their sum. */
		SUM,
		/** Their mean. */
		AVG,
		/** The greatest. */
		MAX,
		/** The least. */
		MIN

	}

}
