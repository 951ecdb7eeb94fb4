package dev.slipway.chaos;

import org.jspecify.annotations.Nullable;

/** Knows whether a release still waits for the experiment that its gate asked for. */
@FunctionalInterface
public interface Trials {

	/**
	 * Why the run has to stop, such as that the release was aborted; null when it may go
	 * on.
	 */
	@Nullable String over(Plan plan, Definition.Candidate candidate);

}
