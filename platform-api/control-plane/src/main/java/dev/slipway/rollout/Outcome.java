package dev.slipway.rollout;

/** How a release ended. It is recorded once, and the first record wins. */
public enum Outcome {

	/** It was promoted, and was the stable release from then on. */
	SUCCEEDED,
	/** Its pods did not hold; the stable release was restored. */
	FAILED,
	/** A user or a newer release stopped it; the stable release was restored. */
	ABORTED,
	/** It was promoted, and the release before took over again while it was warm. */
	ROLLED_BACK

}
