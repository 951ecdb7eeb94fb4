package dev.slipway.jenkins;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Remembers what the platform made on the Jenkins. */
public interface MadeThings {

	/** Remembers a thing before it is made, or leaves what is remembered as it is. */
	void add(Made made);

	/** Remembers that a thing is whole. */
	void done(String path, Instant at);

	/** What the platform made at a path, or was about to make. */
	Optional<Made> find(String path);

	/** What was made for a service. */
	List<Made> of(String service);

	/** Forgets a thing that is gone. */
	void remove(String path);

	/** Remembers a token before it is given to the Jenkins. */
	void addToken(Given token);

	/**
	 * Remembers that the Jenkins has a token.
	 * @return false when the token is forgotten, as another instance revoked it meanwhile
	 */
	boolean delivered(String id, Instant at);

	/** The tokens that a service's pipeline was given or should get, newest first. */
	List<Given> tokens(String service);

	/**
	 * Of each service the newest token that was delivered, when that ends before a time;
	 * where none was delivered, the newest of all.
	 */
	List<Given> endingBefore(Instant time);

	/**
	 * Forgets a token unless the Jenkins has it.
	 * @return whether it was forgotten
	 */
	boolean removeUndelivered(String id);

	/** Forgets a token that is revoked. */
	void removeToken(String id);

	/**
	 * A thing on the Jenkins.
	 *
	 * @param path of the item
	 * @param kind {@code FOLDER} or {@code PIPELINE}
	 * @param service null for a team's folder
	 * @param doneAt when it was whole; null while it is only intended
	 */
	record Made(String path, String kind, String team, @Nullable String service, Instant madeAt,
			@Nullable Instant doneAt) {

		/** Whether it was made whole once. */
		public boolean done() {
			return this.doneAt != null;
		}

	}

	/**
	 * A token that the Jenkins has or should get.
	 *
	 * @param id names it when it is revoked
	 * @param deliveredAt when the Jenkins had all of it; null when it may not have it
	 */
	record Given(String id, String team, String service, Instant issuedAt, Instant expiresAt,
			@Nullable Instant deliveredAt) {

		/** Whether the Jenkins has it for sure. */
		public boolean delivered() {
			return this.deliveredAt != null;
		}

	}

}
