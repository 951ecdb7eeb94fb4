package dev.slipway.flow;

import java.util.List;
import java.util.Optional;

/**
 * Starts, wakes and finds flows. Kinds are registered with the driver by wiring.
 */
public interface Flows {

	/**
	 * Starts a flow in the caller's transaction, if there is one.
	 * @return false when a flow of that kind and id exists already; nothing changed then
	 */
	<S> boolean start(FlowKind<S, ?, ?> kind, String id, S initial, String reason);

	/**
	 * Tells a flow that its world may have changed. Never lost: a flow that is being
	 * ticked ticks again. Unknown ids are ignored.
	 */
	void wake(String kind, String id);

	/**
	 * Tells a flow that something that it looks at, and looks at again in time, changed.
	 * It is not written: cheap, and lost when this instance stops before the flow ticks.
	 * Each instance has to see the change by itself.
	 */
	default void hint(String kind, String id) {
		wake(kind, id);
	}

	/**
	 * Writes what a user wants of a flow, and wakes it.
	 * @throws java.util.NoSuchElementException when there is no such flow
	 */
	void desire(String kind, String id, String desire, String actor);

	/** Finds one flow. */
	<S> Optional<FlowView<S>> find(FlowKind<S, ?, ?> kind, String id);

	/** Flows whose id starts with the prefix, newest first. */
	<S> List<FlowView<S>> list(FlowKind<S, ?, ?> kind, String idPrefix, int limit);

	/** The history of one flow, oldest first; empty when there is no such flow. */
	List<Transition> history(String kind, String id);

}
