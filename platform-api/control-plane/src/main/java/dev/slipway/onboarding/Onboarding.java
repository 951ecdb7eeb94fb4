package dev.slipway.onboarding;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An onboarding as it stands.
 *
 * @param id names it
 * @param service the service that is made
 * @param status where it stands
 * @param reason why it failed, waits or was undone; null when there is nothing to say
 * @param steps its stages
 * @param startedAt when it was asked for
 * @param updatedAt when its state last changed
 */
public record Onboarding(String id, NewService service, Status status, @Nullable String reason, List<Progress> steps,
		Instant startedAt, Instant updatedAt) {

	public Onboarding {
		steps = List.copyOf(steps);
	}

	/** Where an onboarding stands. */
	public enum Status {

		/** Stages are being done. */
		RUNNING,
		/** The service is there. */
		SUCCEEDED,
		/** A stage failed for good; retry or undo. */
		FAILED,
		/** Stages are being taken back. */
		UNDOING,
		/** Nothing is left. */
		UNDONE

	}

	/** Where a stage stands. */
	public enum StepStatus {

		/** Not begun. */
		PENDING,
		/** Being done. */
		RUNNING,
		/** Failed, and tried again soon. */
		RETRYING,
		/** Done. */
		DONE,
		/** Failed for good. */
		FAILED,
		/** Being taken back. */
		UNDOING,
		/** Taken back. */
		UNDONE,
		/** Never begun, and will not be. */
		SKIPPED

	}

	/**
	 * A stage.
	 *
	 * @param stage which
	 * @param status where it stands
	 * @param attempts how often it was tried
	 * @param startedAt when the last attempt began; null when it was never begun
	 * @param durationMillis how long the last attempt took; null while it has not ended
	 * @param reason why the last attempt failed; null when it did not
	 */
	public record Progress(Stage stage, StepStatus status, int attempts, @Nullable Instant startedAt,
			@Nullable Long durationMillis, @Nullable String reason) {
	}

}
