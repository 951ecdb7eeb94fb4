package dev.slipway.observability.metrics.embedded;

import java.time.Duration;

/**
 * What is kept of samples for a day: the last of each five minutes, the first of all, and
 * every mark of an end with the sample before it. Of a counter also the samples before
 * and after each restart, so its growth between two that are kept is as exact as it was.
 * <p>
 * Example: a counter at 0, 100, 200, 240 s is 7, 9, 1, 4. The 200th second shows a
 * restart: 7, 9 and 1 are kept, and 4 when its five minutes are over. The growth is 9 − 7
 * + 1 + 4 − 1 = 6 with either.
 */
final class Thinned {

	/** One sample is kept for each. */
	static final long STEP = Duration.ofMinutes(5).toMillis();

	/** Eight hours. */
	private static final int PIECE = 96;

	private final SampleRing ring = new SampleRing(PIECE);

	private final boolean counter;

	private boolean pending;

	private long time;

	private double value = Samples.STALE;

	Thinned(boolean counter) {
		this.counter = counter;
	}

	/** Takes the samples that follow. */
	void take(Samples samples) {
		for (int i = 0; i < samples.size(); i++) {
			take(samples.time(i), samples.value(i));
		}
	}

	private void take(long next, double found) {
		boolean begins = Samples.isStale(this.value);
		boolean ends = Samples.isStale(found);
		boolean restarts = this.counter && found < this.value;
		if (this.pending && (ends || restarts || next / STEP != this.time / STEP)) {
			this.ring.append(this.time, this.value);
		}
		this.pending = !(begins || ends || restarts);
		this.time = next;
		this.value = found;
		if (!this.pending) {
			this.ring.append(next, found);
		}
	}

	void read(long from, long to, Samples out) {
		this.ring.read(from, to, out);
		if (this.pending && this.time >= from && this.time <= to) {
			out.add(this.time, this.value);
		}
	}

	long firstTime() {
		return Math.min(this.ring.firstTime(), this.pending ? this.time : Long.MAX_VALUE);
	}

	/**
	 * Drops what ended before the time.
	 * @return whether nothing is left
	 */
	boolean dropBefore(long before) {
		this.ring.dropBefore(before);
		if (this.pending && this.time < before) {
			this.pending = false;
			this.value = Samples.STALE;
		}
		return this.ring.isEmpty() && !this.pending;
	}

	long bytes() {
		return 40 + this.ring.bytes();
	}

}
