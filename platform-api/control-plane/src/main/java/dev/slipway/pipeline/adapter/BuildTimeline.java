package dev.slipway.pipeline.adapter;

import java.time.Instant;
import java.util.List;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.timeline.TimelineEntry;
import dev.slipway.timeline.TimelineSource;

/** Tells a service's builds to its timeline. */
final class BuildTimeline implements TimelineSource {

	private final BuildStore store;

	BuildTimeline(BuildStore store) {
		this.store = store;
	}

	@Override
	public String name() {
		return "builds";
	}

	@Override
	public List<TimelineEntry> entries(String service, Instant until, int limit) {
		return this.store.list(service, until, limit).stream().map(BuildTimeline::entry).toList();
	}

	private static TimelineEntry entry(Build build) {
		BuildFailure failure = build.failure();
		return new TimelineEntry(TimelineEntry.Kind.BUILD, build.queuedAt(), build.endedAt(), null,
				"Build #" + build.number() + " of " + build.request().branch(), build.status().name(),
				(failure != null) ? failure.message() : build.request().cause(), build.request().startedBy(),
				"/api/v1/services/" + build.service() + "/builds/" + build.number());
	}

}
