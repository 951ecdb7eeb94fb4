package dev.slipway.judge;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How many requests were slower than a limit, from a classic histogram.
 *
 * @param counts the slow ones as failures
 * @param bound the bucket bound that was used, in the histogram's unit: the least that is
 * not below the limit, so that no request is called slow that may not be
 */
public record SlowRequests(Counts counts, double bound) {

	/**
	 * Counts them.
	 * @param increases by bound ({@code le}), each of all requests up to it, with that of
	 * positive infinity
	 * @param limit in the histogram's unit
	 * @return null when there were no requests, or when no finite bound is at or above
	 * the limit, so that it cannot be told
	 */
	public static @Nullable SlowRequests of(Map<Double, Double> increases, double limit) {
		TreeMap<Double, Double> buckets = new TreeMap<>(increases);
		Double total = buckets.get(Double.POSITIVE_INFINITY);
		Map.Entry<Double, Double> reached = buckets.ceilingEntry(limit);
		if (total == null || reached == null || Double.isInfinite(reached.getKey())) {
			return null;
		}
		Counts counts = Counts.ofIncreases(Math.max(0, total - reached.getValue()), total);
		return counts.none() ? null : new SlowRequests(counts, reached.getKey());
	}

}
