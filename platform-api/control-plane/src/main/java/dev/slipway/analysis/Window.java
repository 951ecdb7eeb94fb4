package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.slipway.rollout.Gate;

/**
 * The time that a look is about.
 *
 * @param from its start
 * @param to its end: the time of the look
 * @param full when it has its whole length
 */
record Window(Instant from, Instant to, Instant full) {

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
