package dev.slipway.repository;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A branch or a tag that was moved.
 *
 * @param id names the push; a push recorded twice with one id is one push
 * @param team the owning team
 * @param name the repository's name
 * @param branch without {@code refs/heads/}; of a tag {@value #TAG} and its name, for no
 * branch has a colon in its name
 * @param commit the new head, or what the tag points at
 * @param pusher who pushed
 * @param receivedAt when
 */
public record Push(String id, String team, String name, String branch, String commit, String pusher,
		Instant receivedAt) {

	/** What a tag's name stands behind. */
	public static final String TAG = "tag:";

	/** The tag; null when a branch was moved. */
	public @Nullable String tag() {
		return this.branch.startsWith(TAG) ? this.branch.substring(TAG.length()) : null;
	}

}
