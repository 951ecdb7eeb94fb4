package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

import dev.slipway.flow.Step;
import dev.slipway.rollout.ReleaseAction.EnsureAutoscaler;
import dev.slipway.rollout.ReleaseAction.EnsureReplicas;
import org.jspecify.annotations.Nullable;

/**
 * The service's HorizontalPodAutoscaler as the cluster shows it.
 *
 * @param target the number of the release that it scales; null when there is none
 * @param suspended whether it scales neither up nor down
 * @param done whether it is set as wanted; true when there is none
 */
public record Autoscaled(@Nullable Integer target, boolean suspended, boolean done) {

	/** There is none. */
	public static final Autoscaled NONE = new Autoscaled(null, false, true);

	/** Whether it is that release's, be it suspended or not. */
	boolean scales(int release) {
		return this.target != null && this.target == release;
	}

	/** What it gave the stable release, the candidate will need too. */
	Plan needed(Plan plan, @Nullable Stable stable) {
		return (stable != null && scales(stable.number())) ? plan.atLeast(stable.replicas()) : plan;
	}

	/** Whether it writes that release's pods, so that nobody else may. */
	boolean writes(int release) {
		return scales(release) && !this.suspended;
	}

	/**
	 * Two writers of one number undo each other: what the autoscaler writes, the engine
	 * leaves alone, and has it set as the state wants first. What is at zero no
	 * autoscaler writes: the engine gives it its pods.
	 */
	static Step<ReleaseState, ReleaseAction> oneWriter(ReleaseState from, Observed seen,
			Step<ReleaseState, ReleaseAction> step) {
		return seen.autoscaled().oneWriter(from, seen.zero(from.plan().number()), step);
	}

	private Step<ReleaseState, ReleaseAction> oneWriter(ReleaseState from, IntPredicate zero,
			Step<ReleaseState, ReleaseAction> step) {
		if (this.target == null) {
			return step;
		}
		List<ReleaseAction> actions = new ArrayList<>(step.actions()
			.stream()
			.filter((action) -> !(action instanceof EnsureReplicas pods && writes(pods.number())
					&& !zero.test(pods.number())))
			.toList());
		Autoscale wanted = from.autoscale();
		if (wanted != null && !this.done && wanted.equals(step.state().autoscale())) {
			actions.add(new EnsureAutoscaler(wanted));
		}
		return actions.equals(step.actions()) ? step
				: new Step<>(step.state(), actions, step.wakeAfter(), step.reason());
	}

}
