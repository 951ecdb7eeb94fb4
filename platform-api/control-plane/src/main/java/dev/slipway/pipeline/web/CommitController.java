package dev.slipway.pipeline.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.BuildHistory;
import dev.slipway.pipeline.CommitReleases;
import dev.slipway.pipeline.CommitReleases.Placed;
import dev.slipway.pipeline.LeadTime;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.Commit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A commit on its way: from the push by its builds to the environments. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}")
class CommitController {

	private static final Duration WINDOW = Duration.ofDays(30);

	/** So many commits of one release count for the lead time, the newest. */
	private static final int MOST_COMMITS = 500;

	/** So many releases after the commit are looked at. */
	private static final int MOST_RELEASES = 100;

	/** So much may the clock of who commits be ahead. */
	private static final Duration SKEW = Duration.ofDays(1);

	private final BuildAccess access;

	private final BuildHistory history;

	private final Repositories repositories;

	private final CommitReleases releases;

	private final Clock clock;

	CommitController(BuildAccess access, BuildHistory history, Repositories repositories, CommitReleases releases,
			ObjectProvider<Clock> clock) {
		this.access = access;
		this.history = history;
		this.repositories = repositories;
		this.releases = releases;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping("/commits/{sha}")
	@Operation(summary = "A commit with its builds, the images they made and its releases",
			description = "leadTimeSeconds is the time from the commit until it was live in production, the last "
					+ "environment in the order of promotion; missing while it is not.")
	CommitView commit(Actor actor, @PathVariable String service,
			@Parameter(description = "The commit, 40 hexadecimal digits") @PathVariable String sha) {
		Service found = this.access.service(actor, service);
		if (!sha.matches("[0-9a-f]{40}")) {
			throw Problem.invalid("sha", "A commit is 40 hexadecimal digits");
		}
		List<BuildView> builds = this.history.ofCommit(service, sha)
			.stream()
			.map((build) -> BuildView.of(build, List.of(), this.clock.instant()))
			.toList();
		List<Placed> placed = this.releases.ofCommit(service, sha);
		Commit commit = log(found, sha, Set.of(), 1).stream().findFirst().orElse(null);
		if (builds.isEmpty() && placed.isEmpty() && commit == null) {
			throw Problem.notFound("The commit " + sha + " of " + service);
		}
		return view(found, sha, commit, builds, placed);
	}

	private CommitView view(Service service, String sha, @Nullable Commit commit, List<BuildView> builds,
			List<Placed> placed) {
		Instant at = (commit != null) ? Instant.ofEpochSecond(commit.epochSecond()) : null;
		String production = this.releases.production();
		Instant live = (at != null) ? liveAt(service, sha, at, production) : null;
		Long lead = (at != null && live != null) ? Math.max(0, Duration.between(at, live).toSeconds()) : null;
		return new CommitView(sha, (commit != null) ? commit.author() : null,
				(commit != null) ? commit.message().strip() : null, at, production, lead, builds, placed);
	}

	/** When a release first brought the commit along: its own, or that of a later one. */
	private @Nullable Instant liveAt(Service service, String sha, Instant at, String production) {
		List<Placed> live = this.releases.live(service.name(), production, at.minus(SKEW));
		for (Placed release : live.subList(0, Math.min(live.size(), MOST_RELEASES))) {
			if (release.commit().equals(sha) || log(service, sha, Set.of(release.commit()), 1).isEmpty()) {
				return release.liveAt();
			}
		}
		return null;
	}

	@GetMapping("/lead-time")
	@Operation(summary = "How long changes take from the commit until they are live in production",
			description = "DORA's lead time for changes: the p50 over what came to production in the last 30 days.")
	LeadTime leadTime(Actor actor, @PathVariable String service) {
		Service found = this.access.service(actor, service);
		Instant now = this.clock.instant();
		String production = this.releases.production();
		List<Placed> live = this.releases.live(service, production, now.minus(WINDOW.multipliedBy(2)));
		return LeadTime.of(live, now.minus(WINDOW), (commit, without) -> log(found, commit, without, MOST_COMMITS));
	}

	/** Empty for what the repository does not hold. */
	private List<Commit> log(Service service, String commit, Set<String> without, int limit) {
		return this.repositories.log(service.team(), service.name(), commit, without, limit);
	}

	/**
	 * A commit on its way.
	 *
	 * @param production the environment that users are in
	 * @param leadTimeSeconds from the commit until it was live there first
	 */
	@Schema(name = "CommitJourney")
	record CommitView(String sha, @Nullable String author, @Nullable String message, @Nullable Instant committedAt,
			String production, @Nullable Long leadTimeSeconds, List<BuildView> builds, List<Placed> releases) {
	}

}
