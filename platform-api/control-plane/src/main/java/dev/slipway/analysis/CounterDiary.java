package dev.slipway.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

	CounterDiary() {
	}

	/** Goes on from what was kept. */
	CounterDiary(RailState.Side kept) {
		this.begun = kept.begun();
		kept.counters().forEach((counter) -> {
			this.values.put(counter.labels(), counter.value());
			this.grown.put(counter.labels(), counter.grown());
		});
	}

	/** Whether a counter that comes now began at zero. */
	boolean begun() {
		return this.begun;
	}

	/** The pods whose counters were seen. */
	Set<String> pods() {
		return this.values.keySet()
			.stream()
			.map((labels) -> labels.getOrDefault("pod", ""))
			.collect(Collectors.toSet());
	}

	/** What has to be kept to go on from here. */
	List<RailState.Counter> counters() {
		return this.values.entrySet()
			.stream()
			.map((entry) -> new RailState.Counter(entry.getKey(), entry.getValue(),
					this.grown.getOrDefault(entry.getKey(), 0.0)))
			.sorted(Comparator.comparing((counter) -> new TreeMap<>(counter.labels()).toString()))
			.toList();
	}

	/** Takes what the counters say now. */
	void take(List<MetricSeries> counters) {
		take(counters, Set.of());
	}

	/**
	 * Takes what the counters say now.
	 * @param before pods that have counted before they were met: what they say first is
	 * no growth
	 */
	void take(List<MetricSeries> counters, Set<String> before) {
		for (MetricSeries counter : counters) {
			double value = counter.points().get(counter.points().size() - 1).value();
			Double last = this.values.put(counter.labels(), value);
			boolean zero = this.begun && !before.contains(Growth.pod(counter));
			double growth = (last == null) ? (zero ? value : 0) : (value >= last) ? value - last : value;
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
