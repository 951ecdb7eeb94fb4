package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * A wish for a release.
 *
 * @param team that owns the service
 * @param service the service
 * @param environment where to
 * @param image what to run
 * @param commit whose manifests to use
 * @param build that made the image, if one did
 * @param changes to the strategy of {@code slipway.yaml}
 * @param requestedBy who asks
 * @param override why an operator overrides the environment's rules for it; null when
 * nobody does
 */
public record ReleaseRequest(String team, String service, String environment, String image, String commit,
		@Nullable Integer build, StrategyChanges changes, String requestedBy, @Nullable String override) {

	/** By the environment's rules. */
	public ReleaseRequest(String team, String service, String environment, String image, String commit,
			@Nullable Integer build, StrategyChanges changes, String requestedBy) {
		this(team, service, environment, image, commit, build, changes, requestedBy, null);
	}

	/**
	 * Changes to a strategy for one release.
	 *
	 * @param tree a type, or a part of a strategy as it stands in {@code slipway.yaml};
	 * null leaves all as it is
	 */
	public record StrategyChanges(@Nullable Object tree) {

		/** No change. */
		public static StrategyChanges none() {
			return new StrategyChanges(null);
		}

	}

}
