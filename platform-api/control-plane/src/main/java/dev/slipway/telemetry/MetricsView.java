package dev.slipway.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.metrics.MetricSeries;
import org.jspecify.annotations.Nullable;

/**
 * How a service does, as numbers.
 *
 * @param from start of the series
 * @param to end of the series
 * @param step between two points
 * @param over how far back rates and quantiles look
 * @param current the newest value of each question; null when there is no data
 * @param reasons why a value is null
 * @param series the values over time
 */
public record MetricsView(Instant from, Instant to, Duration step, Duration over, Map<String, @Nullable Double> current,
		Map<String, String> reasons, List<Answer> series) {

	/**
	 * The answer to one question.
	 *
	 * @param id such as {@code p95}
	 * @param unit such as {@code s}
	 * @param labels what it was split by
	 * @param points values over time; where there was no data there is none
	 */
	public record Answer(String id, String unit, Map<String, String> labels, List<MetricSeries.Point> points) {
	}

}
