package dev.slipway.pipeline;

import java.time.Duration;

/** Gives a build the right to act for its own service, and takes it back. */
public interface BuildTokens {

	/**
	 * A bearer token that may read the service's repository and release the service.
	 * @param lifetime it must not work longer
	 */
	String issue(String team, String service, int build, Duration lifetime);

	/** Makes a token worthless; unknown ones are ignored. */
	void revoke(String token);

}
