package dev.slipway.observability.metrics.embedded;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Samples in order of time, the oldest dropped a piece at a time. Not safe for more than
 * one thread.
 */
final class SampleRing {

	private static final byte[][] NONE = {};

	private final int piece;

	private byte[][] full = NONE;

	private @Nullable Chunk open;

	/**
	 * Creates one.
	 * @param piece so many samples are dropped at once, at most 255
	 */
	SampleRing(int piece) {
		this.piece = piece;
	}

	void append(long time, double value) {
		Chunk current = this.open;
		if (current == null) {
			current = new Chunk();
			this.open = current;
		}
		current.append(time, value);
		if (current.count() == this.piece) {
			this.full = Arrays.copyOf(this.full, this.full.length + 1);
			this.full[this.full.length - 1] = current.sealed();
			this.open = null;
		}
	}

	void read(long from, long to, Samples out) {
		for (byte[] sealed : this.full) {
			Chunk.read(sealed, from, to, out);
		}
		if (this.open != null) {
			this.open.read(from, to, out);
		}
	}

	boolean isEmpty() {
		return this.full.length == 0 && this.open == null;
	}

	/** The time of the first sample; far in the future when there is none. */
	long firstTime() {
		return (this.full.length > 0) ? Chunk.firstTime(this.full[0])
				: (this.open != null) ? this.open.firstTime() : Long.MAX_VALUE;
	}

	/** The time of the last sample; far in the past when there is none. */
	long lastTime() {
		return (this.open != null) ? this.open.lastTime()
				: (this.full.length > 0) ? Chunk.lastTime(this.full[this.full.length - 1]) : Long.MIN_VALUE;
	}

	/**
	 * Drops pieces that end before the time.
	 * @return the samples dropped; null when none were
	 */
	@Nullable Samples dropBefore(long time) {
		int gone = 0;
		while (gone < this.full.length && Chunk.lastTime(this.full[gone]) < time) {
			gone++;
		}
		boolean all = gone == this.full.length && this.open != null && this.open.lastTime() < time;
		if (gone == 0 && !all) {
			return null;
		}
		Samples dropped = new Samples();
		for (int i = 0; i < gone; i++) {
			Chunk.read(this.full[i], Long.MIN_VALUE, Long.MAX_VALUE, dropped);
		}
		this.full = Arrays.copyOfRange(this.full, gone, this.full.length);
		if (all && this.open != null) {
			this.open.read(Long.MIN_VALUE, Long.MAX_VALUE, dropped);
			this.open = null;
		}
		return dropped;
	}

	/** The room taken, with what the objects around the samples cost. */
	long bytes() {
		long bytes = 24 + 16 + 4L * this.full.length;
		for (byte[] sealed : this.full) {
			bytes += 16 + sealed.length;
		}
		return (this.open != null) ? bytes + 112 + this.open.bytes() : bytes;
	}

}
