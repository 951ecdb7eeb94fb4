package dev.slipway.runner;

/** How a build or a stage ended, the better first; it only ever gets worse. */
enum Result {

	SUCCESS, UNSTABLE, FAILURE, NOT_BUILT, ABORTED;

	Result worse(Result other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}
