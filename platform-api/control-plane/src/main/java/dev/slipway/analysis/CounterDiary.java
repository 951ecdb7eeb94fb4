package dev.slipway.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.slipway.observability.metrics.MetricSeries;

/**
 * Remembers each counter's value from one look to the next, so that every request is
 * counted once, however long the watch lasts and whatever the store forgets. The first
 * look counts nothing; a counter that comes later began at zero.
 * <p>
 * Example: looks see 100, 130, nothing (the pod did not answer), 150, 20 (it was
 * restarted): 0, 30, 0, 20 and 20 are counted.
 */
final class CounterDiary {

	private final Map<Map<String, String>, Double> values = new HashMap<>();

	private final Map<Map<String, String>, Double> grown = new HashMap<>();

	private boolean begun;

	/** Takes what the counters say now. */
	void take(List<MetricSeries> counters) {
		for (MetricSeries counter : counters) {
			double value = counter.points().get(counter.points().size() - 1).value();
			Double last = this.values.put(counter.labels(), value);
			double growth = (last == null) ? (this.begun ? value : 0) : (value >= last) ? value - last : value;
			this.grown.merge(counter.labels(), growth, Double::sum);
		}
		this.begun = true;
	}

	/** The growth since the first look of the counters with such labels. */
	long grown(Predicate<Map<String, String>> wanted) {
		return Math.round(this.grown.entrySet()
			.stream()
			.filter((entry) -> wanted.test(entry.getKey()))
			.mapToDouble(Map.Entry::getValue)
			.sum());
	}

}
