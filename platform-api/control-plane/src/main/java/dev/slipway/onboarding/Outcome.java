package dev.slipway.onboarding;

/**
 * How a turn of a stage ended.
 *
 * @param success whether it succeeded
 * @param passing whether the failure may pass by itself, so that a repeat makes sense
 * @param reason why it failed; empty for a success
 */
public record Outcome(boolean success, boolean passing, String reason) {

	/** A success. */
	public static final Outcome SUCCESS = new Outcome(true, false, "");

	/** A failure. */
	public static Outcome failure(boolean passing, String reason) {
		return new Outcome(false, passing, reason);
	}

}
