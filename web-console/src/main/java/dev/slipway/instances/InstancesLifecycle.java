package dev.slipway.instances;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/** Looks every few seconds whether pods have come or gone. */
class InstancesLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(InstancesLifecycle.class);

	private final PodInstances instances;

	private final Duration interval;

	private @Nullable ScheduledExecutorService rounds;

	private boolean failing;

	InstancesLifecycle(PodInstances instances, Duration interval) {
		this.instances = instances;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "instances");
			thread.setDaemon(true);
			return thread;
		});
		executor.scheduleWithFixedDelay(this::round, this.interval.toMillis(), this.interval.toMillis(),
				TimeUnit.MILLISECONDS);
		this.rounds = executor;
	}

	/** A failure is told once, until a round succeeds again. Runs on one thread only. */
	private void round() {
		try {
			this.instances.reconcile();
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing && !Thread.currentThread().isInterrupted()) {
				logger.warn("The list of instances cannot be brought up to date, it is tried on: {}", ex.toString());
			}
			this.failing = true;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.rounds != null) {
			this.rounds.shutdownNow();
			this.rounds = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.rounds != null;
	}

	/** Last to start, first to stop. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
