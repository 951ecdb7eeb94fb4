package dev.slipway.repository;

import java.util.Optional;

import dev.slipway.access.Actor;

/** Recognises who comes with git. */
public interface GitAuthority {

	/**
	 * Recognises a token, which git sends as the password of HTTP basic.
	 * @return the actor, if the token is good for that repository
	 */
	Optional<Actor> authenticate(String token, String team, String name, Purpose purpose);

	/** What somebody wants of a repository. */
	enum Purpose {

		/** Clone or fetch. */
		READ,
		/** Push. */
		PUSH

	}

}
