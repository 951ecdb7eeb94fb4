package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * What a router says of a wanted division of requests.
 *
 * @param written whether the cluster's objects say so
 * @param served whether the router confirms that it acts on what is written
 * @param weight the candidate's share as far as it is known, in percent
 * @param trouble what the router complains of, such as a Gateway that is not there
 */
public record Traffic(boolean written, boolean served, @Nullable Integer weight, @Nullable String trouble) {

	/** Nothing was asked. */
	static final Traffic NOT_ASKED = new Traffic(false, false, null, null);

	/** A router that is dead must not keep a release from its end for ever. */
	boolean settled(boolean late) {
		return done() || (late && this.written);
	}

	boolean done() {
		return this.written && this.served;
	}

}
