package dev.slipway.drift.adapter;

import java.time.Instant;
import java.util.List;

import dev.slipway.drift.Difference;
import dev.slipway.drift.Drift;
import dev.slipway.drift.DriftStore;
import dev.slipway.timeline.TimelineEntry;
import dev.slipway.timeline.TimelineEntry.Kind;
import dev.slipway.timeline.TimelineSource;
import org.jspecify.annotations.Nullable;

/** Tells what somebody else changed. */
final class DriftTimeline implements TimelineSource {

	private final DriftStore store;

	DriftTimeline(DriftStore store) {
		this.store = store;
	}

	@Override
	public String name() {
		return "drift";
	}

	@Override
	public List<TimelineEntry> entries(String service, Instant until, int limit) {
		return this.store.list(service, until, limit).stream().map(DriftTimeline::entry).toList();
	}

	private static TimelineEntry entry(Drift drift) {
		Difference one = drift.difference();
		String status = (drift.ending() != null) ? drift.ending().name() : "DRIFTED";
		String reason = one.path().isEmpty()
				? (one.found() != null) ? "It is there, and should not be" : "It is not there"
				: one.path() + " is " + told(one.found()) + ", wanted is " + told(one.wanted());
		String by = (drift.endedBy() != null)
				? reason + "; " + status.toLowerCase(java.util.Locale.ROOT) + " by " + drift.endedBy() : reason;
		return new TimelineEntry(Kind.CONFIGURATION, drift.seenAt(), drift.endedAt(), drift.environment(),
				"Drift of " + one.kind() + " " + one.name(), status, by,
				(one.manager() != null) ? one.manager() : "unknown",
				"/api/v1/services/" + drift.service() + "/environments/" + drift.environment() + "/drift");
	}

	private static String told(@Nullable String value) {
		return (value != null) ? value : "missing";
	}

}
