package dev.slipway.observability.metrics.prometheus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricsUnavailable;
import org.jspecify.annotations.Nullable;

/** Reads series out of answers. A value that is not a number is no data. */
final class Answers {

	private Answers() {
	}

	/**
	 * The series of an answer.
	 * @param labels turns the store's labels into those asked for
	 * @throws MetricsUnavailable when the answer is only part of one, or cannot be read
	 */
	static List<MetricSeries> series(JsonNode answer, UnaryOperator<Map<String, String>> labels) {
		whole(answer);
		JsonNode data = answer.path("data");
		JsonNode result = data.path("result");
		try {
			return switch (data.path("resultType").asText()) {
				case "scalar" -> list(one(Map.of(), List.of(result)));
				case "vector" -> all(result, labels);
				case "matrix" -> all(result, labels);
				default -> throw new BadMetricQuery("the expression yields a text, but has to yield numbers");
			};
		}
		catch (NumberFormatException | ArithmeticException ex) {
			throw new MetricsUnavailable("Prometheus answers values that are no numbers", ex);
		}
	}

	/** What Prometheus only remarks on does not make an answer less than whole. */
	static void whole(JsonNode answer) {
		for (JsonNode warning : answer.path("warnings")) {
			if (!warning.asText().startsWith("PromQL info:")) {
				throw new MetricsUnavailable(
						"Prometheus answers only in part, which is taken for no answer: " + warning.asText());
			}
		}
	}

	private static List<MetricSeries> all(JsonNode result, UnaryOperator<Map<String, String>> names) {
		List<MetricSeries> all = new ArrayList<>();
		for (JsonNode series : result) {
			Map<String, String> labels = new LinkedHashMap<>();
			series.path("metric").fields().forEachRemaining((label) -> {
				if (!label.getValue().asText().isEmpty()) {
					labels.put(label.getKey(), label.getValue().asText());
				}
			});
			List<JsonNode> points = new ArrayList<>();
			series.path("values").forEach(points::add);
			if (series.has("value")) {
				points.add(series.path("value"));
			}
			all.addAll(list(one(names.apply(labels), points)));
		}
		return all;
	}

	private static List<MetricSeries> list(@Nullable MetricSeries series) {
		return (series != null) ? List.of(series) : List.of();
	}

	private static @Nullable MetricSeries one(Map<String, String> labels, List<JsonNode> pairs) {
		List<MetricSeries.Point> points = new ArrayList<>();
		for (JsonNode pair : pairs) {
			double value = number(pair.path(1).asText());
			if (!Double.isNaN(value)) {
				Instant time = Instant
					.ofEpochMilli(new BigDecimal(pair.path(0).asText()).movePointRight(3).longValue());
				points.add(new MetricSeries.Point(time, value));
			}
		}
		return points.isEmpty() ? null : new MetricSeries(labels, points);
	}

	private static double number(String text) {
		return switch (text) {
			case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
	}

}
