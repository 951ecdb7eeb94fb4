package dev.slipway.pipeline;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which builds of all services are looked for; what is null does not matter.
 *
 * @param teams whose; null for everybody's
 * @param service of this one only
 * @param statuses that stand at one of these; empty for all
 * @param branch of this one only
 * @param person started by this one only
 * @param after the last one of the page before; null for the first page
 */
public record BuildQuery(@Nullable Set<String> teams, @Nullable String service, Set<BuildStatus> statuses,
		@Nullable String branch, @Nullable String person, @Nullable Mark after) {

	public BuildQuery {
		teams = (teams != null) ? Set.copyOf(teams) : null;
		statuses = Set.copyOf(statuses);
	}

	/**
	 * A place in the order of the list.
	 *
	 * @param at when that build was asked for
	 * @param service its service
	 * @param number its number
	 */
	public record Mark(Instant at, String service, int number) {

		/** The place of a build. */
		public static Mark of(Build build) {
			return new Mark(build.queuedAt(), build.service(), build.number());
		}

	}

}
