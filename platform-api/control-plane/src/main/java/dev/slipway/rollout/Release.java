package dev.slipway.rollout;

import java.time.Instant;

import dev.slipway.strategy.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * A release as it was asked for: what it runs never changes.
 *
 * @param number counts from 1 in its service and environment
 * @param draft what it consists of
 * @param outcome how it ended; null while it is live
 * @param reason why it ended so
 */
public record Release(int number, Draft draft, @Nullable Outcome outcome, @Nullable String reason) {

	/** The name of its Deployment, such as {@code orders-r3}. */
	public String objectName() {
		return this.draft.service() + "-r" + this.number;
	}

	/** The numbers that drive it. */
	public Plan plan() {
		return new Plan(this.draft.service(), this.draft.environment(), this.number, this.draft.replicas(),
				this.draft.strategy());
	}

	/**
	 * What a release consists of, before it has a number.
	 *
	 * @param service the service
	 * @param environment the environment
	 * @param team the team that owns the service
	 * @param image with its digest, if it was given
	 * @param commit that the manifests are of
	 * @param build that made the image, if one did
	 * @param replicas the desired pods
	 * @param strategy how it replaces the one before
	 * @param manifests the objects of {@code deploy/} at that commit, as a JSON list
	 * @param rollbackOf the release that it repeats, if it does
	 * @param requestedBy who asked for it
	 * @param requestedAt when
	 */
	public record Draft(String service, String environment, String team, String image, String commit,
			@Nullable Integer build, int replicas, Strategy strategy, String manifests, @Nullable Integer rollbackOf,
			String requestedBy, Instant requestedAt) {

		Draft repeat(Strategy by, @Nullable Integer rollbackOf, String requestedBy, Instant requestedAt) {
			return new Draft(this.service, this.environment, this.team, this.image, this.commit, this.build,
					this.replicas, by, this.manifests, rollbackOf, requestedBy, requestedAt);
		}

	}

}
