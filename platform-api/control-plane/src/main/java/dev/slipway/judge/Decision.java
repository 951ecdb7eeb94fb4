package dev.slipway.judge;

/**
 * What a guard rail says now.
 *
 * @param kind what to do
 * @param sentence one English sentence with the numbers
 */
public record Decision(Kind kind, String sentence) {

	/** What to do. */
	public enum Kind {

		/** Go on watching. */
		CONTINUE,
		/**
		 * Nothing was seen yet: no reason to take the candidate off, none to trust it.
		 */
		NO_DATA,
		/** Take the candidate off, now. */
		TRIP

	}

}
