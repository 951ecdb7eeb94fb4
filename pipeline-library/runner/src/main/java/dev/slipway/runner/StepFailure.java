package dev.slipway.runner;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/** A failed step that can say what was wrong in the thing it ran, and what to do. */
final class StepFailure extends AbortException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String cause;

	private final @Nullable String remedy;

	StepFailure(String message, @Nullable String cause, @Nullable String remedy) {
		super(message);
		this.cause = cause;
		this.remedy = remedy;
	}

	/** What the tool said, better than the step's own message. */
	@Nullable String cause() {
		return this.cause;
	}

	@Nullable String remedy() {
		return this.remedy;
	}

}
