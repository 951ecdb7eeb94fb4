package dev.slipway.analysis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests counted in a time.
 *
 * @param pods those of each pod
 * @param paths those of each path with its method; empty when they are not told apart
 * @param queries what was asked of the metric store
 * @param note what has to be known to read it; empty when nothing
 */
record Tally(Map<String, Requests> pods, Map<String, Requests> paths, List<String> queries, String note) {

	Tally {
		pods = Map.copyOf(pods);
		paths = Map.copyOf(paths);
		queries = List.copyOf(queries);
	}

	/** Those of all pods. */
	Requests all() {
		return this.pods.values().stream().reduce(Requests.NONE, Requests::plus);
	}

	/** What the pods did, for the record. */
	Map<String, Object> samples() {
		Map<String, Object> samples = new LinkedHashMap<>();
		new TreeMap<>(this.pods).forEach((pod, requests) -> samples.put(pod, requests.asMap()));
		return samples;
	}

	/** What was asked of the paths with the most requests, for the record. */
	Map<String, Object> byPath(int most) {
		Map<String, Object> paths = new LinkedHashMap<>();
		this.paths.entrySet()
			.stream()
			.sorted(Comparator.comparingLong((entry) -> -entry.getValue().total()))
			.limit(most)
			.forEach((entry) -> paths.put(entry.getKey(), entry.getValue().asMap()));
		return paths;
	}

	/**
	 * Requests.
	 *
	 * @param bad those that failed, or took too long
	 * @param total all of them
	 */
	record Requests(long bad, long total) {

		static final Requests NONE = new Requests(0, 0);

		/** The part that is bad; 0 of none. */
		double ratio() {
			return (this.total == 0) ? 0 : (double) this.bad / this.total;
		}

		Requests plus(Requests other) {
			return new Requests(this.bad + other.bad, this.total + other.total);
		}

		/** {@code 3 of 1200 requests (0.25 %)}. */
		String show() {
			return Unit.COUNT.show(this.bad) + " of " + Unit.COUNT.show(this.total) + " requests ("
					+ Unit.RATIO.show(ratio()) + ")";
		}

		Map<String, Object> asMap() {
			return Map.of("bad", this.bad, "total", this.total);
		}

	}

}
