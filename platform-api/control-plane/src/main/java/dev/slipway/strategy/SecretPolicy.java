package dev.slipway.strategy;

/** Which value of a Secret a release has that goes back to an older one. */
public enum SecretPolicy {

	/** Today's value, whatever it was when the older release was made. */
	FOLLOW,
	/** The value of the time when the release was made. */
	PIN

}
