package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/** What the API calls the state of a release. */
public enum Status {

	/** It is on its way, forwards or backwards. */
	PROGRESSING,
	/** Promoted. */
	SUCCEEDED,
	/** Taken back because its pods did not hold. */
	FAILED,
	/** Taken back because a user or a newer release wanted so. */
	ABORTED,
	/** Promoted, and taken back while the release before was still warm. */
	ROLLED_BACK;

	/** The status of a release that ended so; null is one that has not. */
	public static Status of(@Nullable Outcome outcome) {
		return (outcome != null) ? valueOf(outcome.name()) : PROGRESSING;
	}

}
