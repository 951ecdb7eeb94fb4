package dev.slipway.cluster.work;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a cluster: a few for short work, one clock, and a pool for work that
 * waits for files and processes. All are idle when nothing happens.
 */
public final class Workers implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Workers.class);

	private static final int SHORT_WORK = 4;

	private final ExecutorService work = Executors.newFixedThreadPool(SHORT_WORK, threads("cluster-work"));

	private final ExecutorService blocking = Executors.newCachedThreadPool(threads("cluster-io"));

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads("cluster-timer"));

	/** Starts no thread yet. */
	public Workers() {
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/** Runs short work; a task that comes after the close is dropped. */
	public Executor work() {
		return (task) -> submit(this.work, task);
	}

	/** Runs work that may wait. */
	public Executor blocking() {
		return (task) -> submit(this.blocking, task);
	}

	/** Runs work that must not wait, later. */
	public Future<?> after(Duration delay, Runnable task) {
		try {
			return this.timer.schedule(guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return java.util.concurrent.CompletableFuture.completedFuture(null);
		}
	}

	/** Runs work that may wait, again and again, each time so long after the last. */
	public Future<?> every(Duration delay, Runnable task) {
		Runnable guarded = guarded(task);
		return this.timer.scheduleWithFixedDelay(guarded, delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static void submit(ExecutorService pool, Runnable task) {
		try {
			pool.execute(guarded(task));
		}
		catch (RejectedExecutionException ex) {
			log.debug("Work after the close is dropped");
		}
	}

	private static Runnable guarded(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				log.error("A task of the local cluster failed", ex);
			}
		};
	}

	private static ThreadFactory threads(String name) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.work.shutdown();
		this.blocking.shutdown();
		try {
			boolean ended = this.work.awaitTermination(5, TimeUnit.SECONDS)
					&& this.blocking.awaitTermination(5, TimeUnit.SECONDS);
			if (!ended) {
				log.debug("Some work of the local cluster goes on after the close");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.work.shutdownNow();
		this.blocking.shutdownNow();
	}

}
