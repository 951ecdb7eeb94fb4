package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Transition;
import dev.slipway.pipeline.CommitReleases;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import org.jspecify.annotations.Nullable;

/** Tells the pipeline what became of its commits. */
final class ReleasesOfCommits implements CommitReleases {

	private static final Instant NEWEST = Instant.parse("9999-12-31T00:00:00Z");

	private static final int MOST = 500;

	/** The states in which a release that was promoted is, from the promotion on. */
	private static final Set<String> LIVE = Set.of("Warm", "Contracting", "Retiring", "Succeeded");

	private final ReleaseStore store;

	private final Releases releases;

	private final Environments environments;

	ReleasesOfCommits(ReleaseStore store, Releases releases, Environments environments) {
		this.store = store;
		this.releases = releases;
		this.environments = environments;
	}

	@Override
	public String production() {
		List<Environment> all = this.environments.all();
		return all.isEmpty() ? "" : all.get(all.size() - 1).name();
	}

	@Override
	public List<Placed> since(String service, Instant start) {
		return this.store.list(service, NEWEST, MOST)
			.stream()
			.filter((release) -> !release.draft().requestedAt().isBefore(start))
			.map(this::placed)
			.sorted(Comparator.comparing(Placed::requestedAt))
			.toList();
	}

	private Placed placed(Release release) {
		Release.Draft draft = release.draft();
		Outcome outcome = release.outcome();
		return new Placed(draft.environment(), release.number(), draft.commit(), draft.image(), draft.build(),
				(outcome != null) ? outcome.name() : "PROGRESSING", draft.rollbackOf() != null, draft.requestedAt(),
				liveAt(release));
	}

	/** When it was promoted; of one whose history is gone, when it was asked for. */
	private @Nullable Instant liveAt(Release release) {
		Outcome outcome = release.outcome();
		if (outcome != Outcome.SUCCEEDED && outcome != Outcome.ROLLED_BACK) {
			return null;
		}
		return this.releases.history(release)
			.stream()
			.filter((line) -> LIVE.contains(line.state()))
			.findFirst()
			.map(Transition::at)
			.orElse(release.draft().requestedAt());
	}

}
