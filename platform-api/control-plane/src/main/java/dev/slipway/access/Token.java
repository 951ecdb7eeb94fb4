package dev.slipway.access;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a token. Its secret is known only to whom it was given; the store
 * holds a hash.
 *
 * @param id names it in lists and when it is revoked
 * @param kind what it is good for
 * @param label what its owner calls it
 * @param owner the person it belongs to, whose role bounds it; null for one that the
 * platform itself gave out
 * @param actor who acts with it
 * @param scope the path below {@code /api/v1} that it is good for; null for all
 * @param createdAt when it was given out
 * @param expiresAt when it ends; null for never
 * @param lastUsedAt when it was last seen, to the minute; null for never
 */
public record Token(String id, Kind kind, String label, @Nullable String owner, Actor actor, @Nullable String scope,
		Instant createdAt, @Nullable Instant expiresAt, @Nullable Instant lastUsedAt) {

	/** Whether the token has ended by then. */
	public boolean expired(Instant now) {
		return this.expiresAt != null && !now.isBefore(this.expiresAt);
	}

	/**
	 * Whether the token is good for a path below {@code /api/v1}, such as
	 * {@code services/orders/builds}, nothing of it escaped. A build is nobody who could
	 * agree to something: whoever writes the Jenkinsfile would agree with themselves; so
	 * it answers no input either.
	 */
	public boolean covers(String path) {
		if (this.kind == Kind.BUILD
				&& (path.endsWith("/approve") || path.endsWith("/refuse") || path.contains("/inputs/"))) {
			return false;
		}
		return this.scope == null || path.equals(this.scope) || path.startsWith(this.scope + "/");
	}

	/** What a token is good for. */
	public enum Kind {

		/** Calls of the API and pushes, by a person's program. */
		API,
		/** One sign-in to the console. */
		SIGN_IN,
		/** A browser that has signed in. */
		SESSION,
		/** One build of one service. */
		BUILD

	}

}
