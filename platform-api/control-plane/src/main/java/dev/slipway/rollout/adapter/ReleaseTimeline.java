package dev.slipway.rollout.adapter;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.flow.FlowView;
import dev.slipway.rollout.BreakGlass.Pointed;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.Status;
import dev.slipway.timeline.TimelineEntry;
import dev.slipway.timeline.TimelineEntry.Kind;
import dev.slipway.timeline.TimelineSource;
import org.jspecify.annotations.Nullable;

/** Tells a service's releases, and what they changed besides the image. */
final class ReleaseTimeline implements TimelineSource {

	private final ReleaseStore store;

	private final Releases releases;

	ReleaseTimeline(ReleaseStore store, Releases releases) {
		this.store = store;
		this.releases = releases;
	}

	@Override
	public String name() {
		return "releases";
	}

	@Override
	public List<TimelineEntry> entries(String service, Instant until, int limit) {
		Stream<TimelineEntry> released = this.store.list(service, until, limit)
			.stream()
			.flatMap((release) -> Stream.concat(Stream.of(release(release)), configuration(release)));
		Stream<TimelineEntry> byHand = this.store.pointed(service, until, limit)
			.stream()
			.map((one) -> byHand(service, one));
		return Stream.concat(released, byHand).toList();
	}

	private static TimelineEntry byHand(String service, Pointed one) {
		String what = (one.to() < one.from()) ? "Rolled back to release " : "Promoted release ";
		return new TimelineEntry(Kind.RELEASE, one.at(), one.at(), one.environment(),
				what + one.to() + " in " + one.environment() + " with kubectl", Status.SUCCEEDED.name(),
				"The entry Service was pointed at it by hand; release " + one.from() + " was stable before", "kubectl",
				"/api/v1/services/" + service + "/environments/" + one.environment() + "/releases/" + one.to());
	}

	private TimelineEntry release(Release release) {
		FlowView<ReleaseState> flow = this.releases.flow(release).orElse(null);
		boolean live = flow != null && !flow.ended();
		return entry(release, Kind.RELEASE, title(release), live ? Status.PROGRESSING : Status.of(release.outcome()),
				release.reason(), (flow != null && flow.ended()) ? flow.updatedAt() : null);
	}

	private static String title(Release release) {
		String title = "Release " + release.number() + " to " + release.draft().environment();
		Integer back = release.draft().rollbackOf();
		Integer build = release.draft().build();
		if (back != null) {
			return title + ", back to release " + back;
		}
		return (build != null) ? title + " of build #" + build : title;
	}

	private Stream<TimelineEntry> configuration(Release release) {
		return this.store.stableBefore(release.draft().service(), release.draft().environment(), release.number())
			.map((before) -> ConfigurationChanges.between(before.draft().manifests(), release.draft().manifests()))
			.filter((changes) -> !changes.isEmpty())
			.map((changes) -> entry(release, Kind.CONFIGURATION,
					"Configuration of release " + release.number() + " to " + release.draft().environment(),
					Status.of(release.outcome()), String.join("; ", changes), null))
			.stream();
	}

	private static TimelineEntry entry(Release release, Kind kind, String title, Status status, @Nullable String reason,
			@Nullable Instant endedAt) {
		Release.Draft draft = release.draft();
		return new TimelineEntry(kind, draft.requestedAt(), endedAt, draft.environment(), title, status.name(), reason,
				draft.requestedBy(), "/api/v1/services/" + draft.service() + "/environments/" + draft.environment()
						+ "/releases/" + release.number());
	}

}
