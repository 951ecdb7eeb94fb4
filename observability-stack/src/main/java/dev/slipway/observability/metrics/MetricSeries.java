package dev.slipway.observability.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An answer: values over time. Where there was no data there is no point.
 *
 * @param labels the labels kept by the query
 * @param points in order of time
 */
public record MetricSeries(Map<String, String> labels, List<Point> points) {

	public MetricSeries {
		labels = Map.copyOf(labels);
		points = List.copyOf(points);
	}

	/**
	 * A value at a time.
	 *
	 * @param time when
	 * @param value finite or infinite, never NaN
	 */
	public record Point(Instant time, double value) {
	}

}
