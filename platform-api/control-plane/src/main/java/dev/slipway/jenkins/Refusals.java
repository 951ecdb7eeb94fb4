package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Tells a wrong password from a restart: a Jenkins that restarts answers a valid token
 * with 401 for moments, between 503s and lost connections. A refusal is believed when
 * nothing else was answered for some time.
 */
public final class Refusals {

	private final Duration patience;

	private final AtomicReference<@Nullable Instant> first = new AtomicReference<>();

	/**
	 * Creates one.
	 * @param patience for how long refusals alone are needed to believe them
	 */
	public Refusals(Duration patience) {
		this.patience = patience;
	}

	/**
	 * A 401 was answered.
	 * @return whether it is to be believed
	 */
	public boolean refused(Instant now) {
		Instant since = this.first.updateAndGet((known) -> (known != null) ? known : now);
		return since != null && !now.isBefore(since.plus(this.patience));
	}

	/** Anything else was answered, or nothing at all. */
	public void otherwise() {
		this.first.set(null);
	}

}
