package dev.slipway.chaos.adapter;

import java.time.Instant;
import java.util.List;

import dev.slipway.chaos.Definition;
import dev.slipway.chaos.ExperimentStore;
import dev.slipway.chaos.ExperimentStore.PastRun;
import dev.slipway.timeline.TimelineEntry;
import dev.slipway.timeline.TimelineSource;

/** Tells the runs of experiments to a service's timeline. */
final class RunTimeline implements TimelineSource {

	private final ExperimentStore store;

	RunTimeline(ExperimentStore store) {
		this.store = store;
	}

	@Override
	public String name() {
		return "experiments";
	}

	@Override
	public List<TimelineEntry> entries(String service, Instant until, int limit) {
		return this.store.runs(service, until, limit).stream().map(RunTimeline::entry).toList();
	}

	private static TimelineEntry entry(PastRun run) {
		Definition definition = run.experiment().definition();
		return new TimelineEntry(TimelineEntry.Kind.EXPERIMENT, run.startedAt(), run.endedAt(),
				definition.environment(), definition.name() + ", run " + run.number(),
				(run.verdict() != null) ? run.verdict().name() : "RUNNING",
				definition.fault().title() + " in " + definition.environment(), run.startedBy(),
				"/api/v1/experiments/" + run.experiment().id() + "/runs/" + run.number());
	}

}
