package dev.slipway.access;

/** What an actor may do; each role includes the ones before it. */
public enum Role {

	/** Reads what its teams own. */
	VIEWER,
	/** Creates, builds and releases services of its teams. */
	DEVELOPER,
	/** Approves, aborts and injects faults for every team; sees all instances. */
	OPERATOR,
	/** Everything, settings and tokens included. */
	ADMIN

}
