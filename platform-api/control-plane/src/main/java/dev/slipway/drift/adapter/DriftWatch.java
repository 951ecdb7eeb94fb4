package dev.slipway.drift.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.drift.Drifts;
import dev.slipway.environments.AnsweringClusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Rounds;
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

	private final AnsweringClusters clusters;

	private final Rounds rounds;

	/** Why nothing is adopted where the policy says so; said once. */
	private final Map<String, String> refused = new ConcurrentHashMap<>();

	DriftWatch(ReleaseStore store, Drifts drifts, Environments environments, Duration every) {
		this.store = store;
		this.drifts = drifts;
		this.clusters = new AnsweringClusters(environments, "drift");
		this.rounds = new Rounds("drift-watch", every, every, this::look);
	}

	@Override
	public void start() {
		this.rounds.start();
	}

	@Override
	public void stop() {
		this.rounds.stop();
	}

	@Override
	public boolean isRunning() {
		return this.rounds.running();
	}

	private void look() {
		try {
			this.clusters.each(this.store.stables(), (release) -> release.draft().environment(),
					(release) -> !this.rounds.running() || check(release));
		}
		catch (RuntimeException ex) {
			log.warn("Drift cannot be looked for: {}", ex.getMessage());
		}
	}

	/** Answers false when it could not be looked at. */
	private boolean check(Release release) {
		String place = release.draft().service() + " in " + release.draft().environment();
		try {
			this.drifts.check(release.draft().service(), release.draft().environment());
			this.refused.remove(place);
			return true;
		}
		catch (RefusedRelease ex) {
			String message = String.valueOf(ex.getMessage());
			if (!message.equals(this.refused.put(place, message))) {
				log.warn("What drifted of {} is shown, and not adopted: {}", place, message);
			}
			return true;
		}
		catch (RuntimeException ex) {
			log.debug("No look at {} in {}", release.draft().service(), release.draft().environment(), ex);
			return false;
		}
	}

}
