package dev.slipway.repository;

import java.time.Instant;

/**
 * A branch that was moved.
 *
 * @param id names the push; a push recorded twice with one id is one push
 * @param team the owning team
 * @param name the repository's name
 * @param branch without {@code refs/heads/}
 * @param commit the new head
 * @param pusher who pushed
 * @param receivedAt when
 */
public record Push(String id, String team, String name, String branch, String commit, String pusher,
		Instant receivedAt) {
}
