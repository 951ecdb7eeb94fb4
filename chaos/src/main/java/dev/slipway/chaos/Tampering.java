package dev.slipway.chaos;

/** Whether a pod carries a fault that has to be taken back. */
public enum Tampering {

	/** It does not. */
	NONE,
	/** It does. */
	ACTIVE,
	/** It does not say; never taken for none. */
	UNKNOWN,
	/** It cannot carry this fault. */
	UNABLE

}
