package dev.slipway.drift;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A difference that was seen.
 *
 * @param id of the record
 * @param service the service
 * @param environment the environment
 * @param release the number of the promoted release whose object it is
 * @param difference what differs
 * @param seenAt when it was seen first
 * @param ending what became of it; null while it is there
 * @param endedAt when that was
 * @param endedBy who did it
 */
public record Drift(long id, String service, String environment, int release, Difference difference, Instant seenAt,
		@Nullable Ending ending, @Nullable Instant endedAt, @Nullable String endedBy) {

	/** What became of a difference. */
	public enum Ending {

		/** Slipway put it back. */
		RESTORED,
		/** It became a release. */
		ADOPTED,
		/** It was gone by itself: somebody put it back, or another release is there. */
		GONE

	}

}
