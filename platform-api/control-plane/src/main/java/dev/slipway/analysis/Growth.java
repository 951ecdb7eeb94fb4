package dev.slipway.analysis;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricSeries.Point;
import org.jspecify.annotations.Nullable;

/**
 * How much the counters of pods grew, counted and not estimated: guard rails count every
 * request once, and the first failures of a pod are its counter's first value. A rate
 * would miss those, since it sees no growth where a series begins.
 * <p>
 * Example: a pod answers scrapes from 10:00:00 on; its counter of failures is first seen
 * at 10:00:20 with 30 and then has 30, 42, 5. It grew 30 from nothing, then 0, then 12;
 * the fall is a restart, so 5 more: 47.
 */
final class Growth {

	private Growth() {
	}

	/**
	 * Since when each pod has been looked at: since it first answered a scrape, or since
	 * one of its counters was seen.
	 * @param up the series {@code up} by pod
	 * @param counters of the pods
	 */
	static Map<String, Instant> seen(List<MetricSeries> up, List<MetricSeries> counters) {
		Map<String, Instant> since = new HashMap<>();
		for (MetricSeries series : up) {
			series.points()
				.stream()
				.filter((point) -> point.value() > 0)
				.findFirst()
				.ifPresent((point) -> since.put(pod(series), point.time()));
		}
		for (MetricSeries series : counters) {
			since.merge(pod(series), series.points().get(0).time(), (one, other) -> one.isBefore(other) ? one : other);
		}
		return since;
	}

	/**
	 * The growth of one counter.
	 * @param points its values
	 * @param seen since when its pod has been looked at; a counter that begins later
	 * began at zero
	 */
	static double of(List<Point> points, @Nullable Instant seen) {
		double growth = 0;
		double last = Double.NaN;
		for (Point point : points) {
			double value = point.value();
			if (Double.isNaN(last)) {
				growth += (seen != null && seen.isBefore(point.time())) ? value : 0;
			}
			else {
				growth += (value >= last) ? value - last : value;
			}
			last = value;
		}
		return growth;
	}

	static String pod(MetricSeries series) {
		return series.labels().getOrDefault("pod", "");
	}

}
