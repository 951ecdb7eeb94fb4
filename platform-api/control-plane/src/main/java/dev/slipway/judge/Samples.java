package dev.slipway.judge;

import java.util.Collection;
import java.util.List;

/**
 * One side's values. A sample is one pod's or one stretch of time's number, such as its
 * 95th percentile: never one request, since requests of one pod and minute resemble each
 * other and would count as more evidence than they are. Outliers stay. The time in which
 * a JVM warms up is left out by whoever measures, on both sides alike.
 *
 * @param sampling what a sample is of
 * @param values finite; of blocks in order of time
 */
public record Samples(Sampling sampling, List<Double> values) {

	/**
	 * No measurement is larger; differences and squares of larger ones would overflow.
	 */
	private static final double LARGEST = 1e100;

	/**
	 * Copies the values.
	 * @throws IllegalArgumentException when a value is not a number, or absurdly large
	 */
	public Samples {
		values = List.copyOf(values);
		for (double value : values) {
			if (!usable(value)) {
				throw new IllegalArgumentException("A sample must be a finite number, not " + value);
			}
		}
	}

	/** A sample a pod, over the whole window. Values that are not numbers are no data. */
	public static Samples ofPods(Collection<Double> values) {
		return new Samples(Sampling.PODS, finite(values));
	}

	/**
	 * A sample a block of time, over all pods, in order of time. Values that are not
	 * numbers are no data.
	 */
	public static Samples ofBlocks(Collection<Double> values) {
		return new Samples(Sampling.BLOCKS, finite(values));
	}

	public int size() {
		return this.values.size();
	}

	private static List<Double> finite(Collection<Double> values) {
		return values.stream().filter((value) -> value != null && usable(value)).toList();
	}

	private static boolean usable(double value) {
		return Math.abs(value) <= LARGEST;
	}

	double[] toArray() {
		return this.values.stream().mapToDouble(Double::doubleValue).toArray();
	}

	/** What a sample is of. */
	public enum Sampling {

		/** One number a pod: as good as independent of each other. */
		PODS,
		/** One number a stretch of time: neighbours resemble each other. */
		BLOCKS

	}

}
