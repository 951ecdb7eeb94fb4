package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * The world as a release sees it in one tick.
 *
 * @param abort why a user or a newer release wants it stopped; null when nobody does
 * @param olderLive an older release of the same service and environment that has not
 * ended; only looked for while waiting
 * @param stable the release that was promoted last
 * @param candidate this release's Deployment
 * @param old the stable release's Deployment
 * @param outcome what is recorded of this release
 * @param refusal what the cluster refused of this release's objects, and will refuse
 * again
 */
public record Observed(@Nullable String abort, @Nullable Integer olderLive, @Nullable Stable stable, Workload candidate,
		Workload old, @Nullable Outcome outcome, @Nullable String refusal) {
}
