package dev.slipway.analysis.adapter;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads in which gates look. No executor by type: the application has its own one,
 * which would give way to it.
 */
final class GateLooks implements AutoCloseable {

	private static final int THREADS = 8;

	/** More looks than that wait for the next tick. */
	private static final int QUEUE = 2000;

	private static final long PATIENCE_SECONDS = 5;

	private final ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(QUEUE), (work) -> {
				Thread thread = new Thread(work, "gate-look");
				thread.setDaemon(true);
				return thread;
			});

	GateLooks() {
		this.pool.allowCoreThreadTimeOut(true);
	}

	void execute(Runnable look) {
		this.pool.execute(look);
	}

	/** Runs what must not be left out: by the caller when there is too much to do. */
	void soon(Runnable work) {
		try {
			this.pool.execute(work);
		}
		catch (RejectedExecutionException ex) {
			work.run();
		}
	}

	/**
	 * Begins nothing more and waits a little for looks under way. None is interrupted: it
	 * may be in the middle of a write, which H2 does not survive.
	 */
	@Override
	public void close() {
		this.pool.shutdown();
		this.pool.getQueue().clear();
		try {
			this.pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
