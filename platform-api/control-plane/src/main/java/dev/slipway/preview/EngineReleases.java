package dev.slipway.preview;

import java.util.List;
import java.util.Map;

import dev.slipway.preview.PreviewSeen.Ending;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.UnusableManifests;
import dev.slipway.strategy.BadStrategy;
import org.jspecify.annotations.Nullable;

/** By the engine of all releases. */
public final class EngineReleases implements PreviewReleases {

	/**
	 * Nobody compares or watches a preview, no gateway brings its requests, and nobody
	 * minds when a connection ends.
	 */
	private static final Map<String, Object> STRATEGY = Map.of("type", "rolling", "router", "replicas", "gates",
			List.of(), "guardRails", List.of(), "drain", "0s", "newer", "supersede");

	/** Releases that are looked through for one with a database. */
	private static final int LOOKED_AT = 100;

	private final Releases releases;

	public EngineReleases(Releases releases) {
		this.releases = releases;
	}

	@Override
	public void request(Preview preview, PreviewStore store) {
		Preview.Wanted wanted = preview.wanted();
		try {
			this.releases.request(
					new ReleaseRequest(preview.team(), preview.service(), preview.name(), wanted.image(),
							wanted.commit(), wanted.build(), new StrategyChanges(STRATEGY), wanted.by()),
					(added) -> store.released(preview, wanted.sequence(), added.number()));
		}
		catch (RefusedRelease | BadStrategy | UnusableManifests ex) {
			throw new Refused(ex);
		}
	}

	@Override
	public boolean live(Preview preview) {
		return this.releases.live(preview.service(), preview.name()).isPresent();
	}

	@Override
	public void stop(Preview preview) {
		this.releases.live(preview.service(), preview.name())
			.filter((release) -> this.releases.flow(release).filter((flow) -> flow.desire() == null).isPresent())
			.ifPresent((release) -> this.releases.abort(release, "preview " + preview.number()));
	}

	@Override
	public @Nullable Ending ending(Preview preview, int number) {
		Release release = this.releases.find(preview.service(), preview.name(), number).orElse(null);
		Outcome outcome = (release != null) ? release.outcome() : null;
		if (release == null || outcome == null) {
			return null;
		}
		String reason = release.reason();
		return new Ending(outcome == Outcome.SUCCEEDED, (reason != null) ? reason : "");
	}

	@Override
	public boolean database(Preview preview) {
		String secret = "\"" + preview.service() + "-database\"";
		return this.releases.list(preview.service(), preview.name(), Integer.MAX_VALUE, LOOKED_AT)
			.stream()
			.anyMatch((release) -> release.draft().manifests().contains(secret));
	}

}
