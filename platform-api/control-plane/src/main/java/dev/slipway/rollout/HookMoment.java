package dev.slipway.rollout;

/** When a release runs a Job of its own: the value of the annotation, in lower case. */
public enum HookMoment {

	/**
	 * Before the candidate gets pods, such as a migration that expands the schema. A
	 * release that goes back to an older one, or repeats one that was promoted, leaves it
	 * out.
	 */
	BEFORE,
	/** After the last stage and before the old pods go, such as a smoke test. */
	AFTER,
	/**
	 * After the promotion, when there is no way back into the rollback window, such as a
	 * migration that drops what only the release before needed. A release that goes back
	 * to an older one leaves it out, as does one that repeats a promoted one of which it
	 * has succeeded.
	 */
	CONTRACT;

	/** The annotation of a Job in {@code deploy/} that makes it a hook. */
	public static final String ANNOTATION = "slipway.dev/hook";

}
