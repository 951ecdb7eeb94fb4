package dev.slipway.promotion;

import java.time.Instant;

import dev.slipway.promotion.EnvironmentRules.Approvals;
import org.jspecify.annotations.Nullable;

/**
 * A wish to release in an environment exactly what runs in the one before it.
 *
 * @param number counts from 1 in its service and environment
 * @param draft what it consists of
 * @param release the release that it became; null until then
 * @param refusal why it cannot become one; null when nothing is in its way
 * @param withdrawnBy who took it back; null when nobody did
 */
public record Promotion(int number, Draft draft, @Nullable Integer release, @Nullable String refusal,
		@Nullable String withdrawnBy) {

	/** The id of its flow, such as {@code orders/prod/4}. */
	public String flowId() {
		return this.draft.service() + "/" + this.draft.environment() + "/" + this.number;
	}

	/**
	 * A promotion before it has a number.
	 *
	 * @param service the service
	 * @param team that owns it
	 * @param environment where to
	 * @param from the environment before
	 * @param fromRelease the number of the release there
	 * @param image of that release, with its digest
	 * @param commit of that release
	 * @param build that made the image, if one did
	 * @param approvals who has to agree, by the rules when it was asked for
	 * @param notBefore the end of its soak time
	 * @param automatic whether the settings asked for it
	 * @param requestedBy who asked for it
	 * @param requestedAt when
	 */
	public record Draft(String service, String team, String environment, String from, int fromRelease, String image,
			String commit, @Nullable Integer build, Approvals approvals, Instant notBefore, boolean automatic,
			String requestedBy, Instant requestedAt) {
	}

	/**
	 * What somebody says to a promotion.
	 *
	 * @param by who
	 * @param approves whether they agree
	 * @param comment why; empty when they do not say
	 * @param at when
	 */
	public record Answer(String by, boolean approves, String comment, Instant at) {
	}

}
