package dev.slipway.chaos;

import java.time.Instant;
import java.util.List;

/**
 * A fault, written down before it is injected.
 *
 * @param victims who is hit
 * @param readyBefore how many pods were ready before
 * @param writtenAt when this was decided
 * @param endsAt when it is taken back at the latest
 */
record Injection(List<Victim> victims, int readyBefore, Instant writtenAt, Instant endsAt) {

	Injection {
		victims = List.copyOf(victims);
	}

	static Injection none(Instant now) {
		return new Injection(List.of(), 0, now, now);
	}

}
