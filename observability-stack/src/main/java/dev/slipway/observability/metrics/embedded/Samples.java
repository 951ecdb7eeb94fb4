package dev.slipway.observability.metrics.embedded;

import java.util.Arrays;

/** Samples of one series in order of time. */
final class Samples {

	/** The mark that a series ended: the very NaN that Prometheus uses. */
	static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

	private static final long STALE_BITS = 0x7ff0000000000002L;

	private long[] times = new long[16];

	private double[] values = new double[16];

	private int size;

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

	/** Without the marks of ended series, as rates want it. */
	Samples withoutStale() {
		Samples kept = new Samples();
		for (int i = 0; i < this.size; i++) {
			if (!isStale(this.values[i])) {
				kept.add(this.times[i], this.values[i]);
			}
		}
		return kept;
	}

}
