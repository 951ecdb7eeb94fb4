package dev.slipway.access;

import java.time.Instant;
import java.util.Set;

/**
 * A person who may sign in.
 *
 * @param name unique, shown in histories
 * @param role what the person may do
 * @param teams the teams the person belongs to
 * @param createdAt when the person was added
 */
public record User(String name, Role role, Set<String> teams, Instant createdAt) {

	public User {
		teams = Set.copyOf(teams);
	}

	/** The person as an actor. */
	public Actor actor() {
		return new Actor(this.name, this.role, this.teams);
	}

}
