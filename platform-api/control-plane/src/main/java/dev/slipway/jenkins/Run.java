package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.slipway.pipeline.BuildStatus;
import org.jspecify.annotations.Nullable;

/**
 * A build as Jenkins tells of it. The numbers of a branch's job restart at 1 after the
 * branch was deleted: a run is known by job, number and start.
 *
 * @param job the path of its job
 * @param number Jenkins's number
 * @param queueId the queue item that it came from
 * @param startedAt when it started, by Jenkins's clock
 * @param building whether it runs
 * @param result {@code SUCCESS}, {@code UNSTABLE}, {@code FAILURE}, {@code ABORTED} or
 * {@code NOT_BUILT}; null while it runs
 * @param duration how long it ran; zero while it runs
 * @param parameters what it was started with
 * @param cause what Jenkins says of why it runs
 * @param person who started it; null when no person did
 * @param ours whether that person is the account that the platform uses
 * @param asks whether it waits, or has waited, for an input
 * @param commit the commit that it checked out; null while that is not known
 */
public record Run(String job, int number, long queueId, Instant startedAt, boolean building, @Nullable String result,
		Duration duration, Map<String, String> parameters, String cause, @Nullable String person, boolean ours,
		boolean asks, @Nullable String commit) {

	public Run {
		parameters = Map.copyOf(parameters);
	}

	/** Whether it has ended and says how. */
	public boolean ended() {
		return !this.building && this.result != null;
	}

	/** When it ended. */
	public Instant endedAt() {
		return this.startedAt.plus(this.duration);
	}

	/** Its result in the platform's words; a failure when it is none that is known. */
	public BuildStatus status() {
		if (!ended() || this.result == null) {
			return BuildStatus.RUNNING;
		}
		return switch (this.result) {
			case "SUCCESS" -> BuildStatus.SUCCESS;
			case "UNSTABLE" -> BuildStatus.UNSTABLE;
			case "ABORTED", "NOT_BUILT" -> BuildStatus.ABORTED;
			default -> BuildStatus.FAILURE;
		};
	}

	/** The same, with its commit. */
	public Run at(String found) {
		return new Run(this.job, this.number, this.queueId, this.startedAt, this.building, this.result, this.duration,
				this.parameters, this.cause, this.person, this.ours, this.asks, found);
	}

}
