package dev.slipway.drift;

/** What is done about drift of a service in an environment. */
public enum Policy {

	/** It is shown, and people decide. */
	SHOW,
	/** It is put back. */
	RESTORE,
	/**
	 * It becomes a release of its own: what was changed by hand is wanted from then on.
	 */
	ADOPT

}
