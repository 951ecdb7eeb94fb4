package dev.slipway.pipeline;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A stage of a build, or a branch of its {@code parallel}.
 *
 * @param id counts from 1 in the order of starting
 * @param parent the id of the stage around it; null at the top
 * @param kind {@code stage} or {@code branch}
 * @param name as the Jenkinsfile says
 * @param status never {@code QUEUED}
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param message why it failed
 * @param logStart the offset in the build's log where it begins
 */
public record BuildStage(int id, @Nullable Integer parent, String kind, String name, BuildStatus status,
		Instant startedAt, @Nullable Instant endedAt, @Nullable String message, long logStart) {

	/** The stage ends. */
	public BuildStage ended(BuildStatus result, @Nullable String why, Instant now) {
		return new BuildStage(this.id, this.parent, this.kind, this.name, result, this.startedAt, now, why,
				this.logStart);
	}

	/** How long it has run up to now. */
	public Duration duration(Instant now) {
		return Duration.between(this.startedAt, (this.endedAt != null) ? this.endedAt : now);
	}

}
