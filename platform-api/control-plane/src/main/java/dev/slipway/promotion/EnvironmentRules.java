package dev.slipway.promotion;

import java.time.Duration;
import java.util.List;

import dev.slipway.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold before a release begins in an environment.
 *
 * @param freezes when none begins
 * @param after the environment in which a digest must have succeeded; null when any
 * digest may be released
 * @param approvals who has to agree to a promotion
 * @param automatic how long after success in the environment before it is promoted by
 * itself; null when people ask for it
 */
public record EnvironmentRules(List<Freeze> freezes, @Nullable String after, Approvals approvals,
		@Nullable Duration automatic) {

	/** None at all. */
	public static final EnvironmentRules NONE = new EnvironmentRules(List.of(), null, Approvals.NONE, null);

	public EnvironmentRules {
		freezes = List.copyOf(freezes);
	}

	/**
	 * Who has to agree to a promotion.
	 *
	 * @param count how many distinct people; 0 for nobody
	 * @param role that each of them has at least
	 * @param notByRequester whether whoever asked does not count
	 */
	public record Approvals(int count, Role role, boolean notByRequester) {

		/** Nobody has to. */
		public static final Approvals NONE = new Approvals(0, Role.DEVELOPER, false);

	}

}
