package dev.slipway.observability.logs.elasticsearch;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers in the order of storing: the time in milliseconds, a million numbers each, so
 * that they go on after a restart.
 */
final class Sequences {

	static final long PER_MILLI = 1_000_000;

	private final Clock clock;

	private final AtomicLong last = new AtomicLong();

	Sequences(Clock clock) {
		this.clock = clock;
	}

	long next() {
		return this.last.updateAndGet((before) -> Math.max(before + 1, this.clock.millis() * PER_MILLI));
	}

	/** What comes from now on is greater. */
	long last() {
		return Math.max(this.last.get(), this.clock.millis() * PER_MILLI - 1);
	}

}
