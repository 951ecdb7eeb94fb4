package dev.slipway.flow;

import java.time.Instant;

/**
 * A kind of long-running work, such as a release. The driver is the only caller:
 * <em>load, observe, next, save if the version is unchanged, tell, act, reschedule</em>.
 *
 * @param <S> sealed interface of records: the state. It is saved as JSON, so its
 * components are JDK values, records and collections of them
 * @param <O> the observation of the world
 * @param <A> sealed interface of records: absolute, idempotent actions
 */
public interface FlowKind<S, O, A> {

	/** The name of this kind in the store and in the API, such as {@code release}. */
	String name();

	/** The sealed state interface. */
	Class<S> stateType();

	/**
	 * Looks at the world. No data is an observation of its own; an exception leaves the
	 * state untouched and the driver backs off.
	 */
	O observe(FlowView<S> flow) throws Exception;

	/**
	 * Whether to look at the world in this state starts or tells something. The flow is
	 * saved in such a state before it is observed there, so that a driver that was
	 * overtaken starts nothing; other states are saved with those that follow.
	 */
	default boolean observingStarts(S state) {
		return false;
	}

	/**
	 * Tells others of a state and what was observed in it, both saved by now: nothing is
	 * told of what never came to be. May be told the same twice, and after a crash the
	 * next one only.
	 */
	default void tell(FlowView<S> flow, O observation) {
	}

	/** Decides, without side effects. A state re-emits its actions until they show. */
	Step<S, A> next(S state, O observation, Instant now);

	/**
	 * Carries out one action, idempotently and fenced by the flow's epoch and by what was
	 * observed in this tick.
	 */
	void act(FlowView<S> flow, O observation, A action) throws Exception;

}
