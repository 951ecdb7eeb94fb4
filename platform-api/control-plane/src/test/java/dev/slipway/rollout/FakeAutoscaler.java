package dev.slipway.rollout;

import java.util.function.IntUnaryOperator;

import dev.slipway.rollout.Autoscale.Mode;
import org.jspecify.annotations.NullUnmarked;

/** Scales one release between two bounds, as a HorizontalPodAutoscaler does. */
@NullUnmarked
class FakeAutoscaler {

	final int min;

	final int max;

	/** From the pods there are to those that the load asks for. */
	IntUnaryOperator load = IntUnaryOperator.identity();

	Autoscale set;

	FakeAutoscaler(int target, int min, int max) {
		this.min = min;
		this.max = max;
		this.set = Autoscale.free(target);
	}

	/** Whether it writes that release's pods. */
	boolean writes(int release) {
		return this.set.target() == release && this.set.mode() != Mode.SUSPENDED;
	}

	/** Kubernetes does not scale what is at zero. */
	int scaled(int replicas) {
		int floor = Math.max(this.min, Math.min(this.max, this.set.floor()));
		return (replicas == 0) ? 0 : Math.max(floor, Math.min(this.max, this.load.applyAsInt(replicas)));
	}

}
