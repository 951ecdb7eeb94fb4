package dev.slipway.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that only a test moves. */
public final class SettableClock extends Clock {

	private volatile Instant now = Instant.parse("2026-01-05T10:00:00Z");

	/** Lets time pass. */
	public void advance(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/** Moves to a time, never back. */
	public void advanceTo(Instant instant) {
		if (instant.isAfter(this.now)) {
			this.now = instant;
		}
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
