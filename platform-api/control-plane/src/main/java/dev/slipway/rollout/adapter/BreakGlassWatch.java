package dev.slipway.rollout.adapter;

import java.time.Duration;

import dev.slipway.environments.AnsweringClusters;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Rounds;
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

	private final AnsweringClusters clusters;

	private final Rounds rounds;

	BreakGlassWatch(ReleaseStore store, BreakGlass glass, Environments environments, Duration every) {
		this.store = store;
		this.glass = glass;
		this.clusters = new AnsweringClusters(environments, "what was done by hand");
		this.rounds = new Rounds("break-glass-watch", Duration.ofMillis(Math.min(2000, every.toMillis())), every,
				this::look);
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
					(release) -> !this.rounds.running() || recognise(release));
		}
		catch (RuntimeException ex) {
			log.debug("The stable releases cannot be listed", ex);
		}
	}

	private boolean recognise(Release release) {
		try {
			this.glass.recognise(release.draft().service(), release.draft().environment())
				.ifPresent((target) -> log.warn("Release {} of {} in {} became stable with kubectl", target.number(),
						target.draft().service(), target.draft().environment()));
			return true;
		}
		catch (RuntimeException ex) {
			log.debug("No look at {}", release.objectName(), ex);
			return false;
		}
	}

}
