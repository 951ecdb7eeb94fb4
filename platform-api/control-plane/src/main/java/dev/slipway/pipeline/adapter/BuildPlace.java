package dev.slipway.pipeline.adapter;

/**
 * The place of one running build: its clock stops while it only waits, and the place is
 * free for others unless too many wait already. Used by the thread of the build.
 */
final class BuildPlace implements BuildTalk.Pauses {

	private final Slots slots;

	private final BuildLimits limits;

	private boolean resting;

	private boolean given;

	BuildPlace(Slots slots, BuildLimits limits) {
		this.slots = slots;
		this.limits = limits;
	}

	@Override
	public void rest() {
		if (!this.resting) {
			this.resting = true;
			this.limits.rest();
			this.given = this.slots.rest();
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
		this.resting = false;
		if (this.given) {
			this.given = false;
			this.slots.work();
		}
	}

}
