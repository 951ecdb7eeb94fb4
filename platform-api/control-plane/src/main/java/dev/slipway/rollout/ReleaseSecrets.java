package dev.slipway.rollout;

import java.util.List;

import dev.slipway.strategy.SecretPolicy;

/** The Secrets of releases in their cluster. Values never leave it. */
public interface ReleaseSecrets {

	/**
	 * Those that the pods of a release refer to, by name.
	 * @throws Surroundings.Unanswered when the cluster does not answer
	 */
	List<SecretSeen> look(Release release);

	/**
	 * Takes the value that a release keeps of a Secret out of all releases of the service
	 * there: their copies get today's value, and pods that run with the old one are
	 * replaced. The value does not come back. Doing it again does nothing more.
	 * @param secret its name
	 * @return the numbers of the releases that had the value, in order
	 * @throws IllegalStateException when there is nothing to revoke, or no other value
	 * yet
	 * @throws Surroundings.Unanswered when the cluster does not answer
	 */
	List<Integer> revoke(Release release, String secret);

	/**
	 * A Secret of a release.
	 *
	 * @param name as {@code deploy/} refers to it
	 * @param policy what the release has of it
	 * @param object the name of the object that the release's pods refer to
	 * @param state what there is of it
	 * @param told the same in words
	 */
	record SecretSeen(String name, SecretPolicy policy, String object, State state, String told) {
	}

	/** What there is of a Secret. */
	enum State {

		/** It is part of {@code deploy/}: the release has its own. */
		ITS_OWN,
		/** Pods that start take today's value. */
		FOLLOWS,
		/** The release keeps a value, which is also today's. */
		PINNED,
		/** The release keeps a value, and today there is another. */
		DIFFERS,
		/** The value that the release kept was revoked; it has a later one. */
		REVOKED,
		/** There is none: the objects of the release are not made yet, or gone. */
		MISSING

	}

}
