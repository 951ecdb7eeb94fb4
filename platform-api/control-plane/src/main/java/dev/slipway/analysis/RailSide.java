package dev.slipway.analysis;

import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.analysis.RequestCounts.Counters;
import dev.slipway.analysis.Tally.Requests;
import dev.slipway.judge.Counts;
import org.jspecify.annotations.Nullable;

/** One release's requests as a guard rail counts them: each of them once. */
final class RailSide {

	private final CounterDiary diary;

	private Requests seen;

	/** Begins, or goes on from what was kept. */
	RailSide(RailState.@Nullable Side kept) {
		this.diary = (kept != null) ? new CounterDiary(kept) : new CounterDiary();
		this.seen = (kept != null) ? new Requests(kept.bad(), kept.total()) : Requests.NONE;
	}

	/** Whether it has a first look to count from. */
	boolean begun() {
		return this.diary.begun();
	}

	/** Whether these are of all the pods that were seen before. */
	boolean knowsAll(Counters counters) {
		Set<String> pods = counters.series().stream().map(Growth::pod).collect(Collectors.toSet());
		return pods.containsAll(this.diary.pods());
	}

	/**
	 * What came since the last time.
	 * @param before pods that have counted before they were met
	 */
	Counts take(Counters counters, Set<String> before) {
		this.diary.take(counters.series(), before);
		Requests counted = counters.count(this.diary);
		long total = Math.max(0, counted.total() - this.seen.total());
		long bad = Math.min(total, Math.max(0, counted.bad() - this.seen.bad()));
		this.seen = new Requests(this.seen.bad() + bad, this.seen.total() + total);
		return new Counts(bad, total);
	}

	/** All that was taken. */
	Requests all() {
		return this.seen;
	}

	RailState.Side state() {
		return new RailState.Side(this.diary.begun(), this.diary.counters(), this.seen.bad(), this.seen.total());
	}

}
