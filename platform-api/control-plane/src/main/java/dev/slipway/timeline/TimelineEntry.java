package dev.slipway.timeline;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a service.
 *
 * @param kind what it is
 * @param at when it was asked for, which orders the timeline
 * @param endedAt when it was over; null while it goes on, and for what takes no time
 * @param environment where; null when it concerns all
 * @param title in a few words, such as {@code Build #3 of main}
 * @param status where it stands, in the words of its kind
 * @param reason why it stands there, or what it is about
 * @param actor who is behind it
 * @param path where the API tells all of it
 */
public record TimelineEntry(Kind kind, Instant at, @Nullable Instant endedAt, @Nullable String environment,
		String title, String status, @Nullable String reason, String actor, String path) {

	/** What happens to services. */
	public enum Kind {

		/** A build of a commit. */
		BUILD,
		/** A release of an image to an environment. */
		RELEASE,
		/** A release that changed more than the image. */
		CONFIGURATION,
		/** A run of a chaos experiment. */
		EXPERIMENT

	}

}
