package dev.slipway.rollout;

/** What the engine does: absolute, and the same when it is done again. */
public sealed interface ReleaseAction {

	/**
	 * Makes the release's objects at zero replicas, and the service's that are missing.
	 */
	record EnsureObjects(int number) implements ReleaseAction {
	}

	/** Starts a Job of the release, unless it was started. */
	record StartHook(int number, String job) implements ReleaseAction {
	}

	/** Ends the Jobs of the release that run, and lets none start any more. */
	record StopHooks(int number) implements ReleaseAction {
	}

	/** Sets the desired pods of a release. */
	record EnsureReplicas(int number, int replicas) implements ReleaseAction {
	}

	/** Sets the service's autoscaler. */
	record EnsureAutoscaler(Autoscale wanted) implements ReleaseAction {
	}

	/** Divides the requests. */
	record EnsureTraffic(Split split) implements ReleaseAction {
	}

	/** Keeps what a gate or a guard rail said when it decided. */
	record KeepFinding(int stage, String gate, Reading reading) implements ReleaseAction {
	}

	/** Records the outcome, unless there is one. */
	record RecordOutcome(Outcome outcome, String reason) implements ReleaseAction {
	}

	/** Records that a promoted release was rolled back. */
	record RecordRollback(String reason) implements ReleaseAction {
	}

	/**
	 * Makes the release the stable one: the service's objects become its own, labels tell
	 * the roles, and releases beyond the kept ones are deleted.
	 */
	record Promote(int number) implements ReleaseAction {
	}

	/** Tells the world that the release has ended. */
	record Announce(Outcome outcome) implements ReleaseAction {
	}

}
