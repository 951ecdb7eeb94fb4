package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import dev.slipway.rollout.Gate;
import org.jspecify.annotations.Nullable;

/**
 * The time that a look is about.
 *
 * @param from its start
 * @param to its end: the time of the look
 * @param full when it has its whole length
 */
record Window(Instant from, Instant to, Instant full) {

	private static final Duration GAP = Duration.ofSeconds(15);

	/**
	 * The last so much time, but nothing from before the stage and the warm-up.
	 */
	static Window last(Gate.Call call, Duration warmUp, Duration length) {
		Instant start = call.since().plus(warmUp);
		Instant from = call.now().minus(length);
		return new Window(from.isBefore(start) ? start : from, call.now(), start.plus(length));
	}

	/** All of the stage after the warm-up. */
	static Window stage(Gate.Call call, Duration warmUp, Duration length) {
		Instant start = call.since().plus(warmUp);
		return new Window(start, call.now(), start.plus(length));
	}

	/**
	 * The same length begun anew, when what was measured before is lost: a platform that
	 * keeps metrics in its memory and was restarted knows nothing of before. A short gap
	 * is none, since the first scrape comes when it comes.
	 * @param known since when there is something; null when there is nothing
	 * @param planned its whole length
	 * @param interval between two scrapes: two of them are no gap
	 */
	Window anew(@Nullable Instant known, Duration planned, Duration interval) {
		Duration quarter = planned.dividedBy(4);
		Duration twice = interval.multipliedBy(2);
		Duration some = (quarter.compareTo(GAP) < 0) ? quarter : GAP;
		Duration gap = (some.compareTo(twice) < 0) ? twice : some;
		return (known == null || !known.isAfter(this.from.plus(gap))) ? this
				: new Window(known, this.to, known.plus(planned));
	}

	/** What is said of a window that began anew; empty of one that did not. */
	String lostBefore(Window whole) {
		return this.from.equals(whole.from) ? "" : "There are no measurements before "
				+ this.from.truncatedTo(ChronoUnit.SECONDS) + ", so it looks again over a whole window. ";
	}

	boolean isFull() {
		return !this.to.isBefore(this.full);
	}

	/** Whether there is no time in it yet. */
	boolean isEmpty() {
		return !this.from.isBefore(this.to);
	}

	Duration length() {
		return isEmpty() ? Duration.ZERO : Duration.between(this.from, this.to);
	}

	/** What is missing. */
	Duration missing() {
		return isFull() ? Duration.ZERO : Duration.between(this.to, this.full);
	}

	Map<String, Object> asMap() {
		return Map.of("from", this.from.toString(), "to", this.to.toString());
	}

}
