package dev.slipway.pipeline.adapter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks in the order of coming, a few at once. A task that waits for a person gives
 * its place back and later goes on at once, even beyond the number: what it may hold,
 * such as a lock, would else keep those from ending that have its place.
 */
final class Slots {

	private final int places;

	private final ExecutorService threads;

	private final Deque<Runnable> queue = new ArrayDeque<>();

	private int taken;

	private boolean closed;

	Slots(int places, ThreadFactory factory) {
		this.places = places;
		this.threads = Executors.newCachedThreadPool(factory);
	}

	/** Runs the task when there is a place. */
	synchronized void submit(Runnable task) {
		this.queue.add(task);
		next();
	}

	/** A running task waits for somebody: its place is free for another. */
	synchronized void give() {
		this.taken--;
		next();
	}

	/** It goes on. */
	synchronized void take() {
		this.taken++;
	}

	private void next() {
		while (this.taken < this.places && !this.closed && !this.queue.isEmpty()) {
			Runnable task = this.queue.remove();
			this.taken++;
			this.threads.execute(() -> {
				try {
					task.run();
				}
				finally {
					give();
				}
			});
		}
	}

	/** Begins no more and waits for those that run. */
	boolean close(long millis) throws InterruptedException {
		synchronized (this) {
			this.closed = true;
		}
		this.threads.shutdown();
		return this.threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
	}

}
