package dev.slipway.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps tokens by the hash of their secret. */
public interface TokenStore {

	/** Adds a token. */
	void add(Token token, String hash);

	/** Finds the token of a hash, expired or not. */
	Optional<Token> find(String hash);

	/**
	 * Removes the token of that kind and hash and returns it; of several callers at once
	 * one gets it.
	 */
	Optional<Token> take(Token.Kind kind, String hash);

	/** Tokens of one kind, newest first. */
	List<Token> list(Token.Kind kind);

	/**
	 * Removes one.
	 * @return false when there was none
	 */
	boolean remove(String id);

	/** Notes when a token was used. */
	void used(String id, Instant at);

	/** Removes what has expired by then. */
	void purge(Instant now);

}
