package dev.slipway.rollout;

/** The part that a release plays now, shown by the label {@code slipway.dev/role}. */
public enum Role {

	/** On its way to be promoted. */
	CANDIDATE,
	/** The last one promoted. */
	STABLE,
	/** Kept at zero replicas. */
	RETIRED

}
