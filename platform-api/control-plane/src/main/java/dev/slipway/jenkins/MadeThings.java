package dev.slipway.jenkins;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Remembers what the platform made on the Jenkins. */
public interface MadeThings {

	/** Remembers a thing, or leaves it as it is. */
	void add(Made made);

	/** Whether the platform made what is at a path. */
	boolean has(String path);

	/** What was made for a service. */
	List<Made> of(String service);

	/** Forgets a thing that is gone. */
	void remove(String path);

	/** Remembers a token before it is given to the Jenkins. */
	void addToken(Given token);

	/** The tokens that a service's pipeline was given, newest first. */
	List<Given> tokens(String service);

	/** Of each service the newest token, when that ends before a time. */
	List<Given> endingBefore(Instant time);

	/** Forgets a token that is revoked. */
	void removeToken(String id);

	/**
	 * A thing on the Jenkins.
	 *
	 * @param path of the item
	 * @param kind {@code FOLDER} or {@code PIPELINE}
	 * @param service null for a team's folder
	 */
	record Made(String path, String kind, String team, @Nullable String service, Instant madeAt) {
	}

	/**
	 * A token that the Jenkins has.
	 *
	 * @param id names it when it is revoked
	 */
	record Given(String id, String team, String service, Instant issuedAt, Instant expiresAt) {
	}

}
