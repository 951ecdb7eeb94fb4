package dev.slipway.chaos;

import java.util.List;

/** Sees the pods of an experiment's target. */
public interface Workload {

	/** Looks at the pods of the target. */
	Sighting look(Plan plan);

	/**
	 * The target now.
	 *
	 * @param pods its pods, those that are being deleted too
	 * @param desired how many there should be
	 */
	record Sighting(List<PodSeen> pods, int desired) {
	}

}
