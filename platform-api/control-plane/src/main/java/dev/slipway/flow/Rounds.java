package dev.slipway.flow;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** The same work again and again, in a thread of its own, between start and stop. */
public final class Rounds {

	private final String name;

	private final Duration first;

	private final Duration every;

	private final Runnable round;

	private volatile @Nullable ScheduledExecutorService worker;

	/**
	 * Not started yet.
	 * @param name of the thread
	 * @param first how long after the start the first round is
	 * @param every how long after a round the next one is
	 * @param round must not throw, or it was the last
	 */
	public Rounds(String name, Duration first, Duration every, Runnable round) {
		this.name = name;
		this.first = first;
		this.every = every;
		this.round = round;
	}

	/** Begins. */
	public void start() {
		ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, this.name);
			thread.setDaemon(true);
			return thread;
		});
		this.worker = started;
		started.scheduleWithFixedDelay(this.round, this.first.toMillis(), this.every.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Ends; a round that is under way is interrupted. */
	public void stop() {
		ScheduledExecutorService running = this.worker;
		this.worker = null;
		if (running != null) {
			running.shutdownNow();
		}
	}

	/** Whether it was started and not stopped. */
	public boolean running() {
		return this.worker != null;
	}

}
