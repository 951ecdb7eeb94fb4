package dev.slipway.pipeline;

import java.time.Duration;

/** Gives a build the right to act for its own service, and takes it back. */
public interface BuildTokens {

	/**
	 * A token that may read the service's repository and release the service.
	 * @param lifetime it must not work longer
	 */
	Issued issue(String team, String service, int build, Duration lifetime);

	/** Makes a token worthless; unknown ones are ignored. */
	void revoke(String id);

	/**
	 * A token.
	 *
	 * @param id names it when it is revoked
	 * @param secret what the build presents
	 */
	record Issued(String id, String secret) {
	}

}
