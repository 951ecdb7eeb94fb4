package dev.slipway.observability.metrics.embedded;

import java.util.ArrayDeque;
import java.util.Deque;

/** The samples of one series: a ring of chunks, the oldest dropped. */
final class StoredSeries {

	private final Labels labels;

	private final Deque<Chunk> chunks = new ArrayDeque<>(2);

	StoredSeries(Labels labels) {
		this.labels = labels;
	}

	Labels labels() {
		return this.labels;
	}

	/** Adds a sample; one that is not newer than the last is dropped. */
	synchronized void append(long time, double value) {
		Chunk last = this.chunks.peekLast();
		if (last != null && time <= last.lastTime()) {
			return;
		}
		if (last == null || last.full()) {
			last = new Chunk();
			this.chunks.addLast(last);
		}
		last.append(time, value);
	}

	/** The samples of a time span, both ends inclusive. */
	synchronized Samples read(long from, long to) {
		Samples samples = new Samples();
		for (Chunk chunk : this.chunks) {
			chunk.read(from, to, samples);
		}
		return samples;
	}

	/** Whether there may be a sample from one time to another, both inclusive. */
	synchronized boolean overlaps(long from, long to) {
		return !this.chunks.isEmpty() && this.chunks.getFirst().firstTime() <= to
				&& this.chunks.getLast().lastTime() >= from;
	}

	/**
	 * Drops chunks that end before the time.
	 * @return whether nothing is left
	 */
	synchronized boolean dropBefore(long time) {
		while (!this.chunks.isEmpty() && this.chunks.getFirst().lastTime() < time) {
			this.chunks.removeFirst();
		}
		return this.chunks.isEmpty();
	}

	/** The room taken, with what the objects around the samples cost. */
	synchronized long bytes() {
		long bytes = 150;
		for (Chunk chunk : this.chunks) {
			bytes += chunk.bytes() + 112;
		}
		return bytes;
	}

}
