package dev.slipway.pipeline.adapter;

import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildStatus;
import org.jspecify.annotations.Nullable;

/** How a run of the runner ended. */
record Outcome(BuildStatus status, @Nullable BuildFailure failure) {

	static Outcome failed(String message, @Nullable String remedy) {
		return new Outcome(BuildStatus.FAILURE, new BuildFailure(null, message, remedy));
	}

	static Outcome aborted(String reason, @Nullable String remedy) {
		return new Outcome(BuildStatus.ABORTED, new BuildFailure(null, reason, remedy));
	}

}
