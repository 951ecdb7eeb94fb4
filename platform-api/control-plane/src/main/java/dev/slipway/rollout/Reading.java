package dev.slipway.rollout;

import java.util.Map;

/**
 * What a gate or a guard rail says now, and what it bases that on.
 *
 * @param conclusion what follows
 * @param explanation a sentence with the numbers
 * @param evidence what was looked at, such as the queries and the samples of both sides,
 * for people and for the record
 */
public record Reading(Conclusion conclusion, String explanation, Map<String, Object> evidence) {

	public Reading {
		evidence = Map.copyOf(evidence);
	}

	/** Without evidence beyond the sentence. */
	public static Reading of(Conclusion conclusion, String explanation) {
		return new Reading(conclusion, explanation, Map.of());
	}

	/** What follows from a reading. */
	public enum Conclusion {

		/** Nothing yet. */
		PENDING,
		/** It may go on. */
		PASSED,
		/** It has to be taken back. */
		FAILED,
		/** There is nothing to judge by: it has to wait, and is never a pass. */
		NO_DATA,
		/** There is data, but not enough to tell. */
		INCONCLUSIVE,
		/** There is no stable release to compare with. */
		NOT_APPLICABLE

	}

	/** Whether it does not hold up the stage. */
	public boolean lets() {
		return this.conclusion == Conclusion.PASSED || this.conclusion == Conclusion.NOT_APPLICABLE;
	}

	/** Whether it will not change by itself soon. */
	public boolean decided() {
		return lets() || this.conclusion == Conclusion.FAILED;
	}

}
