package dev.slipway.observability.metrics.embedded;

import java.util.Arrays;

/** Samples of one series in order of time. */
final class Samples {

	/** The mark that a series ended: the very NaN that Prometheus uses. */
	static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

	private static final long STALE_BITS = 0x7ff0000000000002L;

	private long[] times = new long[64];

	private double[] values = new double[64];

	private int size;

	private long thinnedUntil = Long.MIN_VALUE;

	static boolean isStale(double value) {
		return Double.doubleToRawLongBits(value) == STALE_BITS;
	}

	void add(long time, double value) {
		if (this.size == this.times.length) {
			this.times = Arrays.copyOf(this.times, this.size * 2);
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.times[this.size] = time;
		this.values[this.size++] = value;
	}

	int size() {
		return this.size;
	}

	long time(int index) {
		return this.times[index];
	}

	double value(int index) {
		return this.values[index];
	}

	/** The index of the first sample at or after the time. */
	int firstFrom(long time) {
		int found = Arrays.binarySearch(this.times, 0, this.size, time);
		return (found >= 0) ? found : -found - 1;
	}

	/** Says that samples before the time are not all there were. */
	void thinnedUntil(long time) {
		this.thinnedUntil = time;
	}

	boolean isThinned(long time) {
		return time < this.thinnedUntil;
	}

	/**
	 * The value at a time between two samples of which the first is one of those that
	 * were kept; NaN where there are none, or not near each other, or the counter began
	 * anew between them. In between it is taken to have grown evenly.
	 */
	double between(long time) {
		int next = firstFrom(time);
		if (next == 0 || next >= this.size || this.times[next] == time || !isThinned(this.times[next - 1])) {
			return Double.NaN;
		}
		long apart = this.times[next] - this.times[next - 1];
		double grown = this.values[next] - this.values[next - 1];
		return (apart > 2 * Thinned.STEP || !(grown >= 0)) ? Double.NaN
				: this.values[next - 1] + grown * (time - this.times[next - 1]) / apart;
	}

	/** Without the marks of ended series, as rates want it. */
	Samples withoutStale() {
		boolean none = true;
		for (int i = 0; i < this.size && none; i++) {
			none = !isStale(this.values[i]);
		}
		if (none) {
			return this;
		}
		Samples kept = new Samples();
		kept.thinnedUntil = this.thinnedUntil;
		for (int i = 0; i < this.size; i++) {
			if (!isStale(this.values[i])) {
				kept.add(this.times[i], this.values[i]);
			}
		}
		return kept;
	}

}
