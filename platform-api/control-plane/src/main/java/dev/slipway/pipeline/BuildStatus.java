package dev.slipway.pipeline;

/** Where a build, or one of its stages, stands. */
public enum BuildStatus {

	/** Waits for a free runner. */
	QUEUED,
	/** Runs. */
	RUNNING,
	/** Ended well. */
	SUCCESS,
	/** Ended, with failed tests or a warning that the Jenkinsfile raised. */
	UNSTABLE,
	/** Failed. */
	FAILURE,
	/** Was ended from outside: by a person, a time limit or the end of the platform. */
	ABORTED,
	/** Did not run: a stage whose condition did not hold, or that follows a failure. */
	SKIPPED;

	/** Whether nothing more happens. */
	public boolean ended() {
		return this != QUEUED && this != RUNNING;
	}

}
