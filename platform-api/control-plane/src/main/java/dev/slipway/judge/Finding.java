package dev.slipway.judge;

import org.jspecify.annotations.Nullable;

/**
 * What the look at one metric says, with all that explains it.
 *
 * @param metric the metric's name
 * @param conclusion what it says
 * @param stableSize stable's requests or samples
 * @param candidateSize the candidate's
 * @param evidence null when nothing was tested
 * @param sentence one English sentence with the numbers
 */
public record Finding(String metric, Conclusion conclusion, long stableSize, long candidateSize,
		@Nullable Evidence evidence, String sentence) {

	/** Of a gate that tests no hypothesis, such as a threshold. */
	public static Finding plain(String metric, Conclusion conclusion, String sentence) {
		return new Finding(metric, conclusion, 0, 0, null, sentence);
	}

	/** Of a comparison when there is no stable release. */
	public static Finding notApplicable(String metric, long candidateSize) {
		return new Finding(metric, Conclusion.NOT_APPLICABLE, 0, candidateSize, null,
				metric + ": not applicable, there is no stable release to compare with.");
	}

	/** Of a comparison with nothing to compare on at least one side. */
	public static Finding noData(String metric, long stableSize, long candidateSize) {
		String where = (stableSize > 0) ? "of the candidate"
				: (candidateSize > 0) ? "of the stable release" : "of either release";
		return new Finding(metric, Conclusion.NO_DATA, stableSize, candidateSize, null,
				metric + ": there is no data " + where + " in the window, which is no pass.");
	}

	/** The same evidence read anew. */
	Finding with(Conclusion other, String text) {
		return new Finding(this.metric, other, this.stableSize, this.candidateSize, this.evidence, text);
	}

}
