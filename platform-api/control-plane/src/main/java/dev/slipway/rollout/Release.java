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

	/** How the line of its history begins that says why its last stage was over. */
	public static final String STAGES_DONE = "All stages done: ";

	/** The name of its Deployment, such as {@code orders-r3}. */
	public String objectName() {
		return objectName(this.draft.service(), this.number);
	}

	/**
	 * The name of a release's Deployment: {@code orders-r3}, or {@code orders} for
	 * release 0, which ran before Slipway came.
	 */
	public static String objectName(String service, int number) {
		return (number == 0) ? service : service + "-r" + number;
	}

	/** The number of the release whose Deployment has that name; null when it is none. */
	public static @Nullable Integer numberOf(String service, String objectName) {
		if (objectName.equals(service)) {
			return 0;
		}
		String prefix = service + "-r";
		return (objectName.startsWith(prefix) && objectName.substring(prefix.length()).matches("[0-9]{1,9}"))
				? Integer.valueOf(objectName.substring(prefix.length())) : null;
	}

	/** Whether it brings an autoscaler for the service. */
	public boolean bringsAutoscaler() {
		return this.draft.manifests().contains("\"HorizontalPodAutoscaler\"");
	}

	/**
	 * The release whose migrations the schema has that its image needs; null when none is
	 * known to have run.
	 */
	@Nullable Integer migratedBy() {
		boolean promoted = this.outcome == Outcome.SUCCEEDED || this.outcome == Outcome.ROLLED_BACK;
		return (this.draft.migratedBy() != null || !promoted) ? this.draft.migratedBy() : Integer.valueOf(this.number);
	}

	/**
	 * Whether a release that repeats it has to run the Jobs after the promotion: they did
	 * not run to their end.
	 * @param promotedWithout whether it was promoted, and they did not since
	 */
	boolean uncontracted(boolean promotedWithout) {
		boolean leftOut = this.draft.migratedBy() != null && !this.draft.contracts();
		if (this.draft.rollbackOf() != null || leftOut) {
			return false;
		}
		return this.outcome != Outcome.SUCCEEDED || promotedWithout;
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
	 * @param rollbackOf the release that it goes back to, if it does
	 * @param migratedBy the promoted release of the same image whose Jobs before the pods
	 * were run, so that these are not; null when its own are
	 * @param contracts whether its Jobs after the promotion run although it has
	 * {@code migratedBy}: that one was taken back, or they failed. Without
	 * {@code migratedBy} they run anyway
	 * @param requestedBy who asked for it
	 * @param requestedAt when
	 */
	public record Draft(String service, String environment, String team, String image, String commit,
			@Nullable Integer build, int replicas, Strategy strategy, String manifests, @Nullable Integer rollbackOf,
			@Nullable Integer migratedBy, boolean contracts, String requestedBy, Instant requestedAt) {

		/** Runs its own migrations. */
		public Draft(String service, String environment, String team, String image, String commit,
				@Nullable Integer build, int replicas, Strategy strategy, String manifests,
				@Nullable Integer rollbackOf, String requestedBy, Instant requestedAt) {
			this(service, environment, team, image, commit, build, replicas, strategy, manifests, rollbackOf, null,
					false, requestedBy, requestedAt);
		}

		Draft repeat(Strategy by, @Nullable Integer rollbackOf, @Nullable Integer migratedBy, boolean contracts,
				String requestedBy, Instant requestedAt) {
			return new Draft(this.service, this.environment, this.team, this.image, this.commit, this.build,
					this.replicas, by, this.manifests, rollbackOf, migratedBy, contracts, requestedBy, requestedAt);
		}

	}

}
