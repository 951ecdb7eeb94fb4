package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;

import dev.slipway.rollout.ReleaseCluster.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * The Jobs of a release at one moment. Several run one after the other, by their names;
 * this is the first that has not succeeded.
 *
 * @param standing how far it is
 * @param job its name, such as {@code orders-migrate-r3}; empty when there is none
 * @param limit how long all Jobs of that moment may take together
 * @param pod its newest pod; null when it has none
 * @param message why it failed, as the cluster says it; empty when it did not
 * @param evidence the end of its log; null when it was not looked at
 */
public record Hook(Standing standing, String job, Duration limit, @Nullable String pod, String message,
		@Nullable Evidence evidence) {

	/** The release has no Job at that moment. */
	public static final Hook NONE = new Hook(Standing.NONE, "", Duration.ZERO, null, "", null);

	/** The Job ends itself by its limit; after this it is the engine that gives up. */
	private static final Duration GRACE = Duration.ofSeconds(10);

	/** How far a Job is. */
	public enum Standing {

		/** There is none to run. */
		NONE,
		/** It is there and was not started. */
		WAITING,
		/** It was started. */
		RUNNING,
		/** All have succeeded. */
		SUCCEEDED,
		/** It failed for good. */
		FAILED,
		/** It was ended, or kept from starting, as the release turned back. */
		STOPPED,
		/** It was there, and somebody deleted it. */
		GONE

	}

	boolean exists() {
		return this.standing != Standing.NONE;
	}

	boolean succeeded() {
		return this.standing == Standing.SUCCEEDED;
	}

	boolean running() {
		return this.standing == Standing.RUNNING;
	}

	/** Whether it runs or may still be started, by a driver that was overtaken. */
	boolean active() {
		return running() || this.standing == Standing.WAITING;
	}

	/** Whether it has taken longer than it may. */
	boolean late(Instant since, Instant now) {
		return exists() && !succeeded() && now.isAfter(since.plus(this.limit).plus(GRACE));
	}

	/** Whether it is known that it does not succeed. */
	boolean lost(Instant since, Instant now) {
		return switch (this.standing) {
			case FAILED, STOPPED, GONE -> true;
			case NONE, WAITING, RUNNING, SUCCEEDED -> late(since, now);
		};
	}

	/** Why it is lost, for people. */
	String verdict() {
		String what = switch (this.standing) {
			case FAILED -> "Job " + this.job + " failed" + (this.message.isEmpty() ? "" : ": " + this.message);
			case GONE -> "Job " + this.job + " was deleted: whether it has run is not known";
			case STOPPED -> "Job " + this.job + " was stopped";
			case NONE, WAITING, RUNNING, SUCCEEDED ->
				"Job " + this.job + " has not ended after " + this.limit.toSeconds() + " s";
		};
		String lines = (this.evidence != null) ? this.evidence.lastLines() : "";
		return what + "." + (lines.isEmpty() ? "" : " Its last lines: " + lines);
	}

	Hook with(Evidence found) {
		return new Hook(this.standing, this.job, this.limit, this.pod, this.message, found);
	}

}
