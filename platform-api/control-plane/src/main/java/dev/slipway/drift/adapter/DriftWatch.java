package dev.slipway.drift.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.slipway.drift.Drifts;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Compares what is promoted with what is there, from time to time. */
final class DriftWatch implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(DriftWatch.class);

	private final ReleaseStore store;

	private final Drifts drifts;

	private final Duration every;

	/** Why nothing is adopted where the policy says so; said once. */
	private final Map<String, String> refused = new ConcurrentHashMap<>();

	private volatile boolean running;

	private ScheduledExecutorService worker = worker();

	DriftWatch(ReleaseStore store, Drifts drifts, Duration every) {
		this.store = store;
		this.drifts = drifts;
		this.every = every;
	}

	@Override
	public void start() {
		this.running = true;
		this.worker.scheduleWithFixedDelay(this::look, this.every.toMillis(), this.every.toMillis(),
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
					check(release);
				}
			}
		}
		catch (RuntimeException ex) {
			log.warn("Drift cannot be looked for: {}", ex.getMessage());
		}
	}

	private void check(Release release) {
		String place = release.draft().service() + " in " + release.draft().environment();
		try {
			this.drifts.check(release.draft().service(), release.draft().environment());
			this.refused.remove(place);
		}
		catch (RefusedRelease ex) {
			String message = String.valueOf(ex.getMessage());
			if (!message.equals(this.refused.put(place, message))) {
				log.warn("What drifted of {} is shown, and not adopted: {}", place, message);
			}
		}
		catch (RuntimeException ex) {
			log.debug("No look at {} in {}", release.draft().service(), release.draft().environment(), ex);
		}
	}

	private static ScheduledExecutorService worker() {
		return Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, "drift-watch");
			thread.setDaemon(true);
			return thread;
		});
	}

}
