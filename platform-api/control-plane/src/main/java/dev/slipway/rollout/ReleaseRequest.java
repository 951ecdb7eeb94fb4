package dev.slipway.rollout;

import java.util.Map;

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
 * @param overrides what is laid over the service's ConfigMap; null for what is in force
 * @param promotion the number of the promotion that it is of; null when it is of none
 * @param keeps the release of the same image and commit whose objects it has, with what
 * was adopted into them; null for those of the repository
 */
public record ReleaseRequest(String team, String service, String environment, String image, String commit,
		@Nullable Integer build, StrategyChanges changes, String requestedBy, @Nullable String override,
		@Nullable Map<String, String> overrides, @Nullable Integer promotion, @Nullable Integer keeps) {

	public ReleaseRequest {
		overrides = (overrides != null) ? Map.copyOf(overrides) : null;
	}

	/** Of no promotion. */
	public ReleaseRequest(String team, String service, String environment, String image, String commit,
			@Nullable Integer build, StrategyChanges changes, String requestedBy, @Nullable String override,
			@Nullable Map<String, String> overrides) {
		this(team, service, environment, image, commit, build, changes, requestedBy, override, overrides, null, null);
	}

	/** With the configuration that is in force. */
	public ReleaseRequest(String team, String service, String environment, String image, String commit,
			@Nullable Integer build, StrategyChanges changes, String requestedBy, @Nullable String override) {
		this(team, service, environment, image, commit, build, changes, requestedBy, override, null);
	}

	/** By the environment's rules. */
	public ReleaseRequest(String team, String service, String environment, String image, String commit,
			@Nullable Integer build, StrategyChanges changes, String requestedBy) {
		this(team, service, environment, image, commit, build, changes, requestedBy, null);
	}

	ReleaseRequest with(Map<String, String> configured) {
		return new ReleaseRequest(this.team, this.service, this.environment, this.image, this.commit, this.build,
				this.changes, this.requestedBy, this.override, configured, this.promotion, this.keeps);
	}

	/** The same, as that promotion asks for it. */
	public ReleaseRequest ofPromotion(int number) {
		return new ReleaseRequest(this.team, this.service, this.environment, this.image, this.commit, this.build,
				this.changes, this.requestedBy, this.override, this.overrides, number, this.keeps);
	}

	/** The same, of the objects of that release instead of those of the repository. */
	ReleaseRequest keeping(Release release) {
		return new ReleaseRequest(this.team, this.service, this.environment, this.image, this.commit, this.build,
				this.changes, this.requestedBy, this.override, this.overrides, this.promotion, release.number());
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
