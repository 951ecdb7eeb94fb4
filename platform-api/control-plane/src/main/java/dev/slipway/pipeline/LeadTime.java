package dev.slipway.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.slipway.pipeline.CommitReleases.Placed;
import dev.slipway.repository.Repositories.Commit;
import org.jspecify.annotations.Nullable;

/**
 * Lead time for changes as DORA defines it: from a change's commit until it is live in
 * production. A release brings the commits that the one before did not have; of all that
 * came to production in the window the p50 is taken, by nearest rank. A release of an
 * older commit brings nothing: users had that already.
 * <p>
 * A worked example: A was committed at 9:00 and B at 9:50, one release of B brought both
 * to production at 10:00; the lead times are 60 and 10 minutes, their p50 is 10 minutes.
 *
 * @param commits how many changes came to production
 * @param releases with how many releases
 * @param p50Seconds half took no longer; null when none came
 */
public record LeadTime(int commits, int releases, @Nullable Long p50Seconds) {

	/**
	 * Measures.
	 * @param live releases of production that had all requests, in the order in which
	 * they had; the repeats of earlier ones left out
	 * @param start releases that were live before only tell what was there already
	 * @param log tells what a release brought
	 */
	public static LeadTime of(List<Placed> live, Instant start, Log log) {
		List<Long> seconds = new ArrayList<>();
		Set<String> there = new LinkedHashSet<>();
		int releases = 0;
		for (Placed release : live) {
			Instant at = Objects.requireNonNull(release.liveAt());
			boolean first = there.isEmpty();
			if (!at.isBefore(start)) {
				releases++;
				for (Commit commit : log.of(release.commit(), there)) {
					// What came with the first release known is of nobody knows when.
					if (!first || commit.id().equals(release.commit())) {
						seconds.add(Math.max(0,
								Duration.between(Instant.ofEpochSecond(commit.epochSecond()), at).toSeconds()));
					}
				}
			}
			there.add(release.commit());
		}
		seconds.sort(null);
		return new LeadTime(seconds.size(), releases, seconds.isEmpty() ? null : Durations.rank(seconds, 50));
	}

	/** Tells of commits. */
	@FunctionalInterface
	public interface Log {

		/** The commits reachable from one and from none of the others, newest first. */
		List<Commit> of(String commit, Set<String> without);

	}

}
