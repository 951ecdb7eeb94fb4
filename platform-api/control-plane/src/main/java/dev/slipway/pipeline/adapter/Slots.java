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
 * such as a lock, would else keep those from ending that have its place. Only so many may
 * wait beside the places, for each is a process; one more keeps its place.
 */
final class Slots {

	private final int places;

	private final int waiting;

	private final ExecutorService threads;

	private final Deque<Runnable> queue = new ArrayDeque<>();

	private int taken;

	private int resting;

	private boolean closed;

	/**
	 * Slots without tasks.
	 * @param places how many run at once
	 * @param waiting how many more may have given their place back
	 */
	Slots(int places, int waiting, ThreadFactory factory) {
		this.places = places;
		this.waiting = waiting;
		this.threads = Executors.newCachedThreadPool(factory);
	}

	/** Runs the task when there is a place. */
	synchronized void submit(Runnable task) {
		this.queue.add(task);
		next();
	}

	/**
	 * A running task waits for somebody: its place is free for another.
	 * @return false when too many wait already, so that it keeps its place
	 */
	synchronized boolean rest() {
		if (this.resting >= this.waiting) {
			return false;
		}
		this.resting++;
		leave();
		return true;
	}

	/** One that rests goes on. */
	synchronized void work() {
		this.resting--;
		this.taken++;
	}

	private synchronized void leave() {
		this.taken--;
		next();
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
					leave();
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
