package dev.slipway.chaos;

/** Looks at the checks of a hypothesis. */
public interface SteadyState {

	/** Looks once; trouble in looking is no data, not an exception. */
	Look look(Plan plan, Check check);

}
