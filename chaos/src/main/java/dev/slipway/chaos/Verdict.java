package dev.slipway.chaos;

/** What a run has shown. */
public enum Verdict {

	/** The hypothesis held, and the service is healthy at the end. */
	PASSED,
	/** The hypothesis was violated, or the service did not become healthy again. */
	FAILED,
	/** A user or the halt switch ended it early. */
	ABORTED,
	/** There was no data to judge by, or the fault could not be injected. */
	INCONCLUSIVE,
	/** Nothing was injected: no steady state before, or too many pods would be hit. */
	NOT_RUN

}
