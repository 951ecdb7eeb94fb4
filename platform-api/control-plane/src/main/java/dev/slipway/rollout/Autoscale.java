package dev.slipway.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How the service's HorizontalPodAutoscaler is to be set. Absolute: set twice, it is the
 * same. Only one of the autoscaler and the engine writes the pods of a Deployment.
 *
 * @param mode who writes the pods of the target
 * @param target the number of the release that it scales
 * @param floor it must not go below these pods while it is held; 0 otherwise
 */
public record Autoscale(Mode mode, int target, int floor) {

	/** Who writes the pods of the target. */
	public enum Mode {

		/**
		 * The autoscaler, but it takes no pods away: the load that left may come back.
		 */
		HELD,
		/** The engine: the autoscaler scales neither up nor down. */
		SUSPENDED,
		/** The autoscaler, as the team wrote it. */
		FREE

	}

	/** As the team wrote it, and aimed at that release. */
	public static Autoscale free(int target) {
		return new Autoscale(Mode.FREE, target, 0);
	}

	/**
	 * How a state wants it: held or suspended until the promotion, which hands it over,
	 * and given back at the end of a way back.
	 */
	static @Nullable Autoscale of(ReleaseState state) {
		Stable stable = state.stable();
		if (state instanceof Ended || state instanceof Forward.Waiting || state instanceof Forward.Creating
				|| state instanceof Forward.Promoting) {
			return null;
		}
		if (state instanceof Forward.Warm || state instanceof Leaving.Retiring) {
			return free(state.plan().number());
		}
		if (state instanceof Backward.Withdrawing) {
			return (stable != null) ? free(stable.number()) : null;
		}
		boolean engine = state instanceof Backward || state instanceof Leaving.Draining;
		return engine ? suspended(stable) : during(state.plan(), stable);
	}

	static @Nullable Autoscale suspended(@Nullable Stable stable) {
		return (stable != null) ? new Autoscale(Mode.SUSPENDED, stable.number(), 0) : null;
	}

	/**
	 * On the way forward. Where the stable release keeps all its pods to the end, the
	 * autoscaler may give it more; where a stage takes some away, the engine is the one
	 * who writes them.
	 */
	static @Nullable Autoscale during(Plan plan, @Nullable Stable stable) {
		if (stable == null) {
			return null;
		}
		boolean keeps = plan.schedule(stable)
			.stages()
			.stream()
			.allMatch((stage) -> stage.stable() >= stable.replicas());
		return keeps ? new Autoscale(Mode.HELD, stable.number(), stable.replicas()) : suspended(stable);
	}

}
