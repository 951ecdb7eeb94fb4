package dev.slipway.pipeline;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A build.
 *
 * @param number counts from 1 within the service
 * @param request what was asked for
 * @param status where it stands
 * @param queuedAt when it was asked for
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param image the image it made, by digest; null when it made none
 * @param failure why it did not end well
 */
public record Build(int number, BuildRequest request, BuildStatus status, Instant queuedAt, @Nullable Instant startedAt,
		@Nullable Instant endedAt, @Nullable String image, @Nullable BuildFailure failure) {

	public String service() {
		return this.request.service();
	}

	public String team() {
		return this.request.team();
	}

	/** The build begins to run. */
	public Build started(Instant now) {
		requireNotEnded();
		return new Build(this.number, this.request, BuildStatus.RUNNING, this.queuedAt, now, null, null, null);
	}

	/** The build ends. */
	public Build ended(BuildStatus result, @Nullable String madeImage, @Nullable BuildFailure why, Instant now) {
		requireNotEnded();
		if (!result.ended()) {
			throw new IllegalArgumentException("A build cannot end as " + result);
		}
		return new Build(this.number, this.request, result, this.queuedAt, this.startedAt, now, madeImage, why);
	}

	private void requireNotEnded() {
		if (this.status.ended()) {
			throw new IllegalStateException("Build " + service() + " #" + this.number + " has ended as " + this.status);
		}
	}

	/** How long it has run up to now; zero while it waits. */
	public Duration duration(Instant now) {
		Instant start = this.startedAt;
		if (start == null) {
			return Duration.ZERO;
		}
		return Duration.between(start, (this.endedAt != null) ? this.endedAt : now);
	}

}
