package dev.slipway.rollout;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which releases of all services are looked for.
 *
 * @param live true for those under way, rollback windows included; false for those that
 * have come to rest; null for both
 * @param teams whose; null for everybody's
 * @param after the last one of the page before; null for the first page
 */
public record ReleaseQuery(@Nullable Boolean live, @Nullable Set<String> teams, @Nullable Mark after) {

	public ReleaseQuery {
		teams = (teams != null) ? Set.copyOf(teams) : null;
	}

	/**
	 * A place in the order of the list.
	 *
	 * @param at when that release was asked for
	 * @param service its service
	 * @param environment its environment
	 * @param number its number
	 */
	public record Mark(Instant at, String service, String environment, int number) {

		/** The place of a release. */
		public static Mark of(Release release) {
			return new Mark(release.draft().requestedAt(), release.draft().service(), release.draft().environment(),
					release.number());
		}

	}

}
