package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.rollout.BreakGlass;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks for what was done by hand, soon after the start and from time to time; tells it.
 */
final class BreakGlassWatch implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(BreakGlassWatch.class);

	private final ReleaseStore store;

	private final BreakGlass glass;

	private final Duration every;

	private volatile boolean running;

	private ScheduledExecutorService worker = worker();

	BreakGlassWatch(ReleaseStore store, BreakGlass glass, Duration every) {
		this.store = store;
		this.glass = glass;
		this.every = every;
	}

	@Override
	public void start() {
		this.running = true;
		this.worker.scheduleWithFixedDelay(this::look, Math.min(2000, this.every.toMillis()), this.every.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		this.running = false;
		this.worker.shutdownNow();
		this.worker = worker();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void look() {
		try {
			for (Release release : this.store.stables()) {
				if (this.running) {
					recognise(release);
				}
			}
		}
		catch (RuntimeException ex) {
			log.debug("The stable releases cannot be listed", ex);
		}
	}

	private void recognise(Release release) {
		try {
			this.glass.recognise(release.draft().service(), release.draft().environment())
				.ifPresent((target) -> log.warn("Release {} of {} in {} became stable with kubectl", target.number(),
						target.draft().service(), target.draft().environment()));
		}
		catch (RuntimeException ex) {
			log.debug("No look at {}", release.objectName(), ex);
		}
	}

	private static ScheduledExecutorService worker() {
		return Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, "break-glass-watch");
			thread.setDaemon(true);
			return thread;
		});
	}

}
