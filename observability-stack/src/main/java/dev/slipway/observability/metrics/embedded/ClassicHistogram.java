package dev.slipway.observability.metrics.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Quantiles of a histogram with cumulative buckets, as Prometheus computes them: within a
 * bucket the observations are taken to be spread evenly.
 * <p>
 * Example: buckets 0.1 → 50, 0.5 → 90, 1 → 100, +Inf → 100. The 95th of 100 observations
 * lies in (0.5, 1], as the 5th of the 10 there: 0.5 + 0.5 × 5 / 10 = 0.75.
 */
final class ClassicHistogram {

	private ClassicHistogram() {
	}

	/**
	 * The quantile.
	 * @param counts cumulative counts (or rates) by upper bound
	 * @return NaN when the histogram is empty or has no bucket {@code +Inf}
	 */
	static double quantile(double quantile, Map<Double, Double> counts) {
		TreeMap<Double, Double> sorted = new TreeMap<>(counts);
		if (sorted.size() < 2 || sorted.lastKey() != Double.POSITIVE_INFINITY) {
			return Double.NaN;
		}
		if (quantile < 0 || quantile > 1) {
			return (quantile < 0) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
		}
		List<Double> bounds = new ArrayList<>(sorted.keySet());
		double[] cumulative = rising(sorted);
		double all = cumulative[cumulative.length - 1];
		if (!(all > 0)) {
			return Double.NaN;
		}
		double rank = quantile * all;
		int bucket = 0;
		while (bucket < cumulative.length - 1 && cumulative[bucket] < rank) {
			bucket++;
		}
		if (bucket == cumulative.length - 1) {
			return bounds.get(bucket - 1);
		}
		if (bucket == 0 && bounds.get(0) <= 0) {
			return bounds.get(0);
		}
		double start = (bucket == 0) ? 0 : bounds.get(bucket - 1);
		double below = (bucket == 0) ? 0 : cumulative[bucket - 1];
		double inside = cumulative[bucket] - below;
		return start + (bounds.get(bucket) - start) * ((rank - below) / inside);
	}

	/** Scrapes are not atomic, so a bucket may seem to hold less than one within it. */
	private static double[] rising(TreeMap<Double, Double> sorted) {
		double[] cumulative = sorted.values().stream().mapToDouble(Double::doubleValue).toArray();
		for (int i = 1; i < cumulative.length; i++) {
			cumulative[i] = Math.max(cumulative[i], cumulative[i - 1]);
		}
		return cumulative;
	}

}
