package dev.slipway.flow;

import java.time.Instant;

/** One driver's hold on one flow while it ticks; extended by the heart-beat. */
final class Lease {

	private final FlowKey key;

	private volatile Instant until;

	private volatile boolean lost;

	Lease(FlowKey key, Instant until) {
		this.key = key;
		this.until = until;
	}

	FlowKey key() {
		return this.key;
	}

	void extend(Instant newUntil) {
		this.until = newUntil;
	}

	void lose() {
		this.lost = true;
	}

	/**
	 * Whether it makes sense to go on. Only saves useless work: a driver can stall right
	 * after this, which is what the epoch is for.
	 */
	boolean holds(Instant now) {
		return !this.lost && now.isBefore(this.until);
	}

}
