package dev.slipway.pipeline.adapter;

/**
 * The place of one running build: free for others, and its clock stopped, while it only
 * waits. Used by the thread of the build.
 */
final class BuildPlace implements BuildTalk.Pauses {

	private final Slots slots;

	private final BuildLimits limits;

	private boolean resting;

	BuildPlace(Slots slots, BuildLimits limits) {
		this.slots = slots;
		this.limits = limits;
	}

	@Override
	public void rest() {
		if (!this.resting) {
			this.resting = true;
			this.limits.rest();
			this.slots.give();
		}
	}

	@Override
	public void work() {
		if (this.resting) {
			end();
			this.limits.work();
		}
	}

	/** Takes back what was given: the end of the build gives it. */
	void end() {
		if (this.resting) {
			this.resting = false;
			this.slots.take();
		}
	}

}
