package dev.slipway.telemetry.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.telemetry.MetricsView;
import org.jspecify.annotations.Nullable;

/**
 * How a service does.
 *
 * @param service the service
 * @param environment the environment asked for
 * @param release the release asked for
 * @param from start of the series
 * @param to end of the series
 * @param stepMillis between two points
 * @param overMillis how far back rates and quantiles look
 * @param current the newest values: rates in 1/s, times in seconds, sizes in bytes; null
 * when there is no data
 * @param reasons why a value is null
 * @param series values over time
 */
record MetricAnswer(String service, @Nullable String environment, @Nullable String release, Instant from, Instant to,
		long stepMillis, long overMillis, Map<String, @Nullable Double> current, Map<String, String> reasons,
		List<Series> series) {

	static MetricAnswer of(String service, @Nullable String environment, @Nullable String release, MetricsView view) {
		return new MetricAnswer(service, environment, release, view.from(), view.to(), view.step().toMillis(),
				view.over().toMillis(), view.current(), view.reasons(),
				view.series().stream().map(Series::of).toList());
	}

	/**
	 * A series.
	 *
	 * @param id such as {@code p95}
	 * @param unit such as {@code s}
	 * @param labels what it was split by
	 * @param points epoch milliseconds and value; no point where there was no data
	 */
	record Series(String id, String unit, Map<String, String> labels, List<double[]> points) {

		static Series of(MetricsView.Answer answer) {
			return new Series(answer.id(), answer.unit(), answer.labels(),
					answer.points()
						.stream()
						.map((point) -> new double[] { point.time().toEpochMilli(), point.value() })
						.toList());
		}

	}

}
