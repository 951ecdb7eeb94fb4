package dev.slipway.chaos;

/**
 * One look at one check.
 *
 * @param result what it said
 * @param message what was seen, for people
 */
public record Look(Result result, String message) {

	/** The check holds. */
	public static Look holds(String message) {
		return new Look(Result.HOLDS, message);
	}

	/** The check does not hold. */
	public static Look violated(String message) {
		return new Look(Result.VIOLATED, message);
	}

	/** There is nothing to tell by, which is neither of the two. */
	public static Look noData(String message) {
		return new Look(Result.NO_DATA, message);
	}

	/** What a look can say. */
	public enum Result {

		/** Yes. */
		HOLDS,
		/** No. */
		VIOLATED,
		/** Nothing. */
		NO_DATA

	}

}
