package dev.slipway.chaos;

/**
 * Injects faults into pods and takes them back. Every write is idempotent and carries a
 * fence: a pod that has seen a higher one refuses it, which is an exception. A pod that
 * is gone is no error.
 */
public interface Faults {

	/** Whether the pod carries the plan's fault. */
	Tampering inspect(Plan plan, Victim victim);

	/** Lets the pod carry the plan's fault. */
	void inject(Plan plan, Victim victim, Fence fence);

	/** Frees the pod from the plan's fault. */
	void takeBack(Plan plan, Victim victim, Fence fence);

	/** Deletes the pod, so that a clean one takes its place. */
	void replace(Plan plan, Victim victim, Fence fence);

}
