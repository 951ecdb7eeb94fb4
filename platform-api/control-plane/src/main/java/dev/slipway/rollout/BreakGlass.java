package dev.slipway.rollout;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import dev.slipway.rollout.ReleaseCluster.Fence;

/**
 * Recognises a promotion or rollback by kubectl alone while no release is live: the
 * release that the entry Service was pointed at becomes the stable one, and history says
 * so. Nothing that was done by hand is undone.
 */
public final class BreakGlass {

	private static final int KEPT = 3;

	private final ReleaseStore store;

	private final Releases releases;

	private final TrafficRouter router;

	private final ReleaseCluster cluster;

	private final Clock clock;

	public BreakGlass(ReleaseStore store, Releases releases, TrafficRouter router, ReleaseCluster cluster,
			Clock clock) {
		this.store = store;
		this.releases = releases;
		this.router = router;
		this.cluster = cluster;
		this.clock = clock;
	}

	/** The release that became stable by hand; empty when none did. */
	public Optional<Release> recognise(String service, String environment) {
		Optional<Release> stable = this.releases.stable(service, environment);
		if (stable.isEmpty() || this.releases.live(service, environment).isPresent()) {
			return Optional.empty();
		}
		if (stable.get().number() == 0) {
			// Pods that Kubernetes made since lack the labels by which they are selected.
			this.cluster.look(stable.get());
		}
		Integer hand = this.router.byHand(stable.get());
		Optional<Release> target = (hand != null) ? this.store.find(service, environment, hand) : Optional.empty();
		Fence fence = this.releases.atRest(service, environment);
		if (target.isEmpty() || this.releases.live(service, environment).isPresent()) {
			return Optional.empty();
		}
		boolean changed = target.get().number() != stable.get().number();
		if (changed) {
			this.cluster.promote(target.get(), KEPT, fence);
			this.store.point(stable.get(), target.get(), this.clock.instant());
		}
		this.router.accept(target.get(), fence);
		return changed ? target : Optional.empty();
	}

	/**
	 * What was done by hand.
	 *
	 * @param environment where
	 * @param from the release that was stable
	 * @param to the one that is since
	 * @param at when it was recognised
	 */
	public record Pointed(String environment, int from, int to, Instant at) {
	}

}
