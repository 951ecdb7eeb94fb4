package dev.slipway.analysis;

import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;

/** How a gate or a guard rail is asked. */
@FunctionalInterface
interface Look {

	Reading at(Gate.Call call) throws Exception;

}
