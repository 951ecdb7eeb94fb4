package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The samples of both sides, to be drawn on one scale. */
final class Samples {

	private Samples() {
	}

	/** {@code {p95: {unit: ms, candidate: [12, 14], stable: [11, 12]}}}. */
	static List<Compared> of(Map<String, Object> samples) {
		List<Compared> compared = new ArrayList<>();
		Map<String, Object> loose = new java.util.LinkedHashMap<>();
		samples.forEach((metric, value) -> {
			Map<String, Object> sides = Evidence.map(value);
			if (sides.containsKey("candidate") || sides.containsKey("stable")) {
				compared.add(compared(metric, sides));
			}
			else {
				loose.put(metric, value);
			}
		});
		if (!loose.isEmpty()) {
			compared.add(new Compared("Candidate", "", List.of(side("Candidate", loose, 0, 0))));
		}
		return compared;
	}

	private static Compared compared(String metric, Map<String, Object> sides) {
		double low = Double.MAX_VALUE;
		double high = -Double.MAX_VALUE;
		for (String name : List.of("candidate", "stable")) {
			for (double value : numbers(sides.get(name))) {
				low = Math.min(low, value);
				high = Math.max(high, value);
			}
		}
		List<Side> shown = new ArrayList<>();
		for (String name : List.of("candidate", "stable")) {
			if (sides.get(name) != null) {
				shown.add(side(Evidence.words(name), sides.get(name), low, high));
			}
		}
		Object unit = sides.get("unit");
		return new Compared(metric, (unit != null) ? unit.toString() : "", shown);
	}

	private static Side side(String name, @Nullable Object value, double low, double high) {
		List<Double> numbers = numbers(value);
		if (numbers.isEmpty()) {
			List<String> lines = new ArrayList<>();
			Evidence.map(value).forEach((key, one) -> lines.add(key + ": " + Evidence.text(one)));
			return new Side(name, lines.isEmpty() ? "nothing" : "", List.of(), lines);
		}
		List<Double> sorted = numbers.stream().sorted().toList();
		int middle = sorted.size() / 2;
		double median = (sorted.size() % 2 == 1) ? sorted.get(middle)
				: (sorted.get(middle - 1) + sorted.get(middle)) / 2;
		double width = (high > low) ? high - low : 1;
		return new Side(name,
				numbers.size() + " values, median " + Evidence.number(median) + ", " + Evidence.number(sorted.get(0))
						+ " to " + Evidence.number(sorted.get(sorted.size() - 1)),
				numbers.stream().limit(500).map((one) -> Math.round(1000 * (one - low) / width) / 10.0).toList(),
				List.of(numbers.stream().map(Evidence::number).collect(java.util.stream.Collectors.joining("  "))));
	}

	private static List<Double> numbers(@Nullable Object value) {
		return (value instanceof List<?> list) ? list.stream()
			.filter((one) -> one instanceof Number)
			.map((one) -> ((Number) one).doubleValue())
			.toList() : List.of();
	}

	/**
	 * A metric of both sides.
	 *
	 * @param unit empty when it has none
	 */
	record Compared(String metric, String unit, List<Side> sides) {
	}

	/**
	 * The values of one side.
	 *
	 * @param summary how many, where the middle is, from where to where
	 * @param dots where each value lies between the least and the greatest of both sides,
	 * in percent
	 * @param lines the values themselves
	 */
	record Side(String name, String summary, List<Double> dots, List<String> lines) {
	}

}
