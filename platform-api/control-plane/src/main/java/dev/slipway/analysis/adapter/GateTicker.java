package dev.slipway.analysis.adapter;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.analysis.GateRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Lets gates look while the platform runs. */
final class GateTicker implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(GateTicker.class);

	private static final long MILLIS = 250;

	private static final long MISSED_MILLIS = 120_000;

	private final GateRunner runner;

	private final Runnable missed;

	private @Nullable ScheduledExecutorService timer;

	/**
	 * Creates one.
	 * @param missed begun soon after the start and seldom afterwards; returns at once
	 */
	GateTicker(GateRunner runner, Runnable missed) {
		this.runner = runner;
		this.missed = missed;
	}

	@Override
	public synchronized void start() {
		if (this.timer == null) {
			ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor((work) -> {
				Thread thread = new Thread(work, "gate-ticker");
				thread.setDaemon(true);
				return thread;
			});
			fresh.scheduleWithFixedDelay(this::tick, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
			fresh.scheduleWithFixedDelay(this.missed, MISSED_MILLIS / 60, MISSED_MILLIS, TimeUnit.MILLISECONDS);
			this.timer = fresh;
		}
	}

	private void tick() {
		try {
			this.runner.tick();
		}
		catch (RuntimeException ex) {
			logger.warn("Gates could not be asked; the next try follows", ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.timer != null) {
			// Not interrupted: what it begins may write.
			this.timer.shutdown();
			this.timer = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.timer != null;
	}

}
