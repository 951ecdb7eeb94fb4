package dev.slipway.cluster.kubelet;

import java.util.Optional;

/**
 * Counts results in a row, and says when they reach a threshold.
 */
final class ProbeCounter {

	private final int successes;

	private final int failures;

	private boolean last;

	private int inARow;

	ProbeCounter(int successThreshold, int failureThreshold) {
		this.successes = successThreshold;
		this.failures = failureThreshold;
	}

	/** The verdict after a result, or nothing as long as no threshold is reached. */
	Optional<Boolean> next(boolean healthy) {
		this.inARow = (healthy == this.last) ? this.inARow + 1 : 1;
		this.last = healthy;
		return (this.inARow >= (healthy ? this.successes : this.failures)) ? Optional.of(healthy) : Optional.empty();
	}

}
