package dev.slipway.observability.metrics.embedded;

import org.jspecify.annotations.Nullable;

/** The samples of one series: all for a while, then fewer for longer. */
final class StoredSeries {

	/** Names, labels and the maps that lead here. */
	private static final long AROUND = 300;

	private static final int PIECE = 120;

	private final Labels labels;

	private final boolean counter;

	private final SampleRing samples = new SampleRing(PIECE);

	private @Nullable Thinned thinned;

	/** One that was just made has no sample yet and is not one that has ended. */
	private boolean begun;

	StoredSeries(Labels labels, boolean counter) {
		this.labels = labels;
		this.counter = counter;
	}

	Labels labels() {
		return this.labels;
	}

	/** Adds a sample; one that is not newer than the last is dropped. */
	synchronized void append(long time, double value) {
		if (time > this.samples.lastTime()) {
			this.samples.append(time, value);
			this.begun = true;
		}
	}

	/**
	 * The samples of a time span, both ends inclusive. Where they are thinned, those
	 * around the span too.
	 */
	synchronized Samples read(long from, long to) {
		Samples found = new Samples();
		long whole = this.samples.firstTime();
		if (this.thinned != null && from < whole) {
			found.thinnedUntil(whole);
			this.thinned.read(from - 2 * Thinned.STEP, to + 2 * Thinned.STEP, found);
			this.samples.read(from, to + 2 * Thinned.STEP, found);
		}
		else {
			this.samples.read(from, to, found);
		}
		return found;
	}

	/** Whether there may be a sample from one time to another, both inclusive. */
	synchronized boolean overlaps(long from, long to) {
		long first = (this.thinned != null) ? Math.min(this.thinned.firstTime(), this.samples.firstTime())
				: this.samples.firstTime();
		return first <= to && (this.samples.isEmpty() ? this.thinned != null : this.samples.lastTime() >= from);
	}

	/**
	 * Thins samples before the one time, and drops those before the other.
	 * @return whether nothing is left
	 */
	synchronized boolean age(long thinBefore, long dropBefore) {
		Samples old = this.samples.dropBefore(Math.max(thinBefore, dropBefore));
		if (old != null && old.time(old.size() - 1) >= dropBefore) {
			if (this.thinned == null) {
				this.thinned = new Thinned(this.counter);
			}
			this.thinned.take(old);
		}
		if (this.thinned != null && this.thinned.dropBefore(dropBefore)) {
			this.thinned = null;
		}
		return this.begun && this.thinned == null && this.samples.isEmpty();
	}

	/** The room taken, with what the objects around the samples cost. */
	synchronized long bytes() {
		return AROUND + this.samples.bytes() + ((this.thinned != null) ? this.thinned.bytes() : 0);
	}

}
