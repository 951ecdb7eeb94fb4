package dev.slipway.analysis;

import dev.slipway.rollout.Gate;

/**
 * A guard rail that remembers from one look to the next; the call's {@code since} is when
 * the candidate first had requests. Kinds without one are asked as gates, and trip when
 * they fail.
 */
interface Rail extends Gate {

	/** The release of that flow has ended. */
	void forget(String flowId);

}
