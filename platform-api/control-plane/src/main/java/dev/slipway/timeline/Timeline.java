package dev.slipway.timeline;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Merges what the features tell. */
public final class Timeline {

	private final List<TimelineSource> sources;

	public Timeline(List<TimelineSource> sources) {
		this.sources = sources.stream().sorted(Comparator.comparing(TimelineSource::name)).toList();
	}

	/** The entries of a service from a position on, the newest first. */
	public Part read(String service, Position from, int limit) {
		int enough = from.told() + limit + 1;
		List<TimelineEntry> all = this.sources.stream()
			.flatMap((source) -> source.entries(service, from.until(), enough).stream())
			.sorted(Comparator.comparing(TimelineEntry::at).reversed())
			.toList();
		int told = Math.min(from.told(), sameTime(all, from.until()));
		List<TimelineEntry> page = all.stream().skip(told).limit(limit).toList();
		if (all.size() <= told + page.size() || page.isEmpty()) {
			return new Part(page, null);
		}
		Instant last = page.get(page.size() - 1).at();
		return new Part(page, new Position(last, sameTime(all.subList(0, told + page.size()), last)));
	}

	private static int sameTime(List<TimelineEntry> entries, Instant time) {
		return (int) entries.stream().filter((entry) -> entry.at().equals(time)).count();
	}

	/**
	 * Where reading goes on: what is newer than a time was told, and so many of that
	 * time.
	 *
	 * @param until the time
	 * @param told how many of just that time were told already
	 */
	public record Position(Instant until, int told) {

		/** Before everything. */
		public static final Position NEWEST = new Position(Instant.parse("9999-12-31T00:00:00Z"), 0);

	}

	/**
	 * A part of a timeline.
	 *
	 * @param entries the newest first
	 * @param next where the next part begins; null when there is none
	 */
	public record Part(List<TimelineEntry> entries, @Nullable Position next) {
	}

}
