package dev.slipway.analysis;

import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;

/**
 * A kind of guard rail that remembers from one look to the next. Kinds without one are
 * asked as gates, and trip when they fail.
 */
interface Rail {

	/** As strategies name it. */
	String kind();

	/**
	 * Looks once more; the call's {@code since} is when the candidate first had requests.
	 */
	Reading look(Gate.Call call) throws Exception;

	/** The release of that flow has ended. */
	void forget(String flowId);

}
