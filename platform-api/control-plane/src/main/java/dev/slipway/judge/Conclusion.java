package dev.slipway.judge;

/** What a look at the evidence says. Only {@link #PASS} lets a step go on by itself. */
public enum Conclusion {

	/** Shown to be no worse than the margin allows. */
	PASS,
	/** Shown to be worse, and not shown to be within the margin. */
	FAIL,
	/** Neither is shown: more is needed. */
	INCONCLUSIVE,
	/** There is nothing to judge from on at least one side; never a pass. */
	NO_DATA,
	/** There is no stable release to compare with; never a pass. */
	NOT_APPLICABLE;

	/**
	 * The one rule of every comparison. The margin says which difference matters, so a
	 * candidate shown to be within it passes even when it is measurably, but that little,
	 * worse.
	 */
	static Conclusion of(boolean within, boolean worse, double pValue, double alpha) {
		if (within) {
			return PASS;
		}
		return (worse && pValue <= alpha) ? FAIL : INCONCLUSIVE;
	}

}
