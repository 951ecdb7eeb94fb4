package dev.slipway.observability.traces.zipkin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Encoded spans that wait, bounded by their bytes; when it is full the oldest go.
 */
final class SpanQueue {

	private final int most;

	private final Deque<byte[]> waiting = new ArrayDeque<>();

	private long bytes;

	private boolean closed;

	SpanQueue(int mostBytes) {
		this.most = mostBytes;
	}

	/**
	 * Puts one in; never waits.
	 * @return how many were lost by that
	 */
	synchronized int put(byte[] span) {
		if (this.closed || span.length > this.most) {
			return 1;
		}
		int lost = 0;
		while (this.bytes + span.length > this.most) {
			this.bytes -= this.waiting.removeFirst().length;
			lost++;
		}
		this.waiting.addLast(span);
		this.bytes += span.length;
		notifyAll();
		return lost;
	}

	/**
	 * Takes some of them, the oldest first; waits until there is one.
	 * @return none only when it is closed and empty
	 */
	synchronized List<byte[]> take(int mostSpans, int mostBytes) throws InterruptedException {
		while (this.waiting.isEmpty() && !this.closed) {
			wait();
		}
		List<byte[]> taken = new ArrayList<>();
		int size = 0;
		while (!this.waiting.isEmpty() && taken.size() < mostSpans
				&& (taken.isEmpty() || size + this.waiting.getFirst().length <= mostBytes)) {
			byte[] span = this.waiting.removeFirst();
			this.bytes -= span.length;
			size += span.length;
			taken.add(span);
		}
		return taken;
	}

	/** Waits a time, but not past the closing. */
	synchronized void pause(Duration time) throws InterruptedException {
		long end = System.nanoTime() + time.toNanos();
		for (long left = time.toMillis(); left > 0 && !this.closed; left = (end - System.nanoTime()) / 1_000_000) {
			wait(left);
		}
	}

	synchronized int size() {
		return this.waiting.size();
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/** Takes no more; what waits can still be taken. */
	synchronized void close() {
		this.closed = true;
		notifyAll();
	}

}
