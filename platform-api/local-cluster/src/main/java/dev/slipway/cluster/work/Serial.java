package dev.slipway.cluster.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * Runs tasks one after the other, in order, on threads of a pool.
 */
public final class Serial implements Executor {

	private final Executor pool;

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private boolean running;

	/** Tasks run on that pool. */
	public Serial(Executor pool) {
		this.pool = pool;
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.tasks) {
			this.tasks.add(task);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		this.pool.execute(this::runNext);
	}

	private void runNext() {
		Runnable task;
		synchronized (this.tasks) {
			task = this.tasks.removeFirst();
		}
		try {
			task.run();
		}
		finally {
			boolean more;
			synchronized (this.tasks) {
				more = !this.tasks.isEmpty();
				this.running = more;
			}
			if (more) {
				this.pool.execute(this::runNext);
			}
		}
	}

}
