package dev.slipway.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a release replaces the one before it. Three ways of writing the same thing: each
 * becomes a {@link Schedule} of replicas, weights and gates, and one engine carries it
 * out.
 */
public sealed interface Strategy {

	/** The name in {@code slipway.yaml} and in the API. */
	String type();

	/** What all strategies have in common. */
	Terms terms();

	/**
	 * The stages of a release.
	 * @param replicas the pods that it needs to take all requests
	 * @param stable the pods of the stable release; 0 when there is none
	 */
	Schedule schedule(int replicas, int stable);

	/**
	 * The same way, but as fast as it can be: for a release that is known to be good.
	 * What divides by weight changes all at once, the rest in batches.
	 */
	default Strategy withoutSteps() {
		Terms terms = new Terms(terms().minReady(), terms().progressDeadline(), terms().drain(), terms().routing(),
				List.of(), terms().newer(), terms().singleActive());
		if (this instanceof Rolling rolling) {
			return new Rolling(rolling.maxSurge(), rolling.maxUnavailable(), List.of(), terms);
		}
		return (terms.routing().router() == Router.REPLICAS)
				? new Rolling(Amount.parse("100%"), Amount.parse("0"), List.of(), terms)
				: new BlueGreen(Hold.NONE, List.of(), List.of(), Duration.ZERO, terms);
	}

	/**
	 * For a service that allows one release at a time: all old pods end before the first
	 * new one starts. What it has to pass on the way is left out, unless it passes it in
	 * batches.
	 */
	default Strategy alone() {
		if (terms().singleActive()) {
			return this;
		}
		return new Rolling(Amount.parse("0"), Amount.parse("100%"),
				(this instanceof Rolling rolling) ? rolling.gates() : List.of(), terms().alone());
	}

	/** The values of Kubernetes' own rolling update, but with no pod missing. */
	static Strategy defaults() {
		return new Rolling(Amount.parse("25%"), Amount.parse("0"), List.of(), Terms.defaults());
	}

	/**
	 * Replaces the pods in batches.
	 *
	 * @param maxSurge pods above the desired number, rounded up
	 * @param maxUnavailable pods below the desired number, rounded down; when both come
	 * to 0, the surge is 1
	 * @param gates that each batch has to pass
	 * @param terms what all strategies have in common
	 */
	record Rolling(Amount maxSurge, Amount maxUnavailable, List<GateSpec> gates, Terms terms) implements Strategy {

		public Rolling {
			gates = List.copyOf(gates);
		}

		@Override
		public String type() {
			return "rolling";
		}

		/** The pods above the desired number at most. */
		public int surge(int replicas) {
			int surge = this.maxSurge.of(replicas, true);
			// With neither there would be no way to begin.
			return (surge == 0 && unavailable(replicas) == 0) ? 1 : surge;
		}

		/** The pods below the desired number at most. */
		public int unavailable(int replicas) {
			return this.maxUnavailable.of(replicas, false);
		}

		/**
		 * With 4 replicas, surge 1, unavailable 0, and 4 old pods: 4 stay and 1 new
		 * starts; when it is available, 3 stay and 2 are new; then 2 and 3, 1 and 4. With
		 * surge 0 and unavailable 1: 3 stay and 1 new starts; then 2 and 2; and so on.
		 * The old pods that are left after the last batch drain; a router with weights
		 * gives them nothing more, while replica ratio gives them their part until they
		 * leave.
		 */
		@Override
		public Schedule schedule(int replicas, int stable) {
			boolean weighted = this.terms.routing().router().weighted();
			List<Stage> stages = new ArrayList<>();
			int old = stable;
			int fresh = 0;
			do {
				old = Math.min(old, Math.max(0, replicas - unavailable(replicas) - fresh));
				fresh = Math.min(replicas, Math.max(fresh, replicas + surge(replicas) - old));
				int weight = (old == 0 || (fresh == replicas && weighted)) ? 100
						: Math.round(100f * fresh / (old + fresh));
				stages.add(new Stage(stages.size() + 1, fresh, old, weight, null, 0, Hold.NONE, this.gates));
			}
			while (fresh < replicas);
			return new Schedule(stages, replicas - unavailable(replicas), Duration.ZERO);
		}

	}

	/**
	 * Starts the whole release beside the stable one and switches all requests at once.
	 *
	 * @param hold how long the preview waits before the switch, after its gates
	 * @param before gates of the preview
	 * @param after gates after the switch
	 * @param rollbackWindow how long the old release stays warm after the switch
	 * @param terms what all strategies have in common
	 */
	record BlueGreen(Hold hold, List<GateSpec> before, List<GateSpec> after, Duration rollbackWindow,
			Terms terms) implements Strategy {

		public BlueGreen {
			before = List.copyOf(before);
			after = List.copyOf(after);
		}

		@Override
		public String type() {
			return "blueGreen";
		}

		@Override
		public Schedule schedule(int replicas, int stable) {
			if (stable == 0) {
				return Schedule.first(replicas, Schedule.join(List.of(this.before, this.after)));
			}
			return new Schedule(
					List.of(new Stage(1, replicas, stable, 0, null, 0, this.hold, this.before),
							new Stage(2, replicas, stable, 100, null, 0, Hold.NONE, this.after)),
					replicas, this.rollbackWindow);
		}

	}

	/**
	 * Moves the requests in steps.
	 *
	 * @param steps in order, not empty; after the last one all requests move
	 * @param rollbackWindow how long the old release stays warm after the promotion
	 * @param terms what all strategies have in common
	 */
	record Canary(List<CanaryStep> steps, Duration rollbackWindow, Terms terms) implements Strategy {

		public Canary {
			steps = List.copyOf(steps);
		}

		@Override
		public String type() {
			return "canary";
		}

		@Override
		public Schedule schedule(int replicas, int stable) {
			if (stable == 0) {
				return Schedule.first(replicas, Schedule.join(this.steps.stream().map(CanaryStep::gates).toList()));
			}
			List<Stage> stages = new ArrayList<>();
			boolean ratio = this.terms.routing().router() == Router.REPLICAS;
			for (CanaryStep step : this.steps) {
				int number = stages.size() + 1;
				stages.add(ratio ? byRatio(number, step, replicas, stable) : byWeight(number, step, replicas, stable));
			}
			if (stages.get(stages.size() - 1).weight() < 100) {
				stages.add(
						new Stage(stages.size() + 1, replicas, ratio ? 0 : stable, 100, null, 0, Hold.NONE, List.of()));
			}
			return new Schedule(stages, replicas, ratio ? Duration.ZERO : this.rollbackWindow);
		}

		/**
		 * The stable release keeps its pods; the candidate has those that its share
		 * needs: 10 % of 5 pods is half a pod, so 1. For all requests it needs all,
		 * whatever the step says.
		 */
		private static Stage byWeight(int number, CanaryStep step, int replicas, int stable) {
			Amount given = (step.weight() < 100) ? step.replicas() : null;
			int wanted = (given != null) ? given.of(replicas, true) : (replicas * step.weight() + 99) / 100;
			int fresh = Math.max(1, Math.min(replicas, wanted));
			return new Stage(number, fresh, stable, step.weight(), step.header(), step.mirror(), step.hold(),
					step.gates());
		}

		/**
		 * The pods are shared out. 25 % of 4 pods is 1 new and 3 old; a pod of the new
		 * release is never given to a weight of 0, and the last old one is left as long
		 * as it can be: 90 % of 4 pods is 3 new and 1 old.
		 */
		private static Stage byRatio(int number, CanaryStep step, int replicas, int stable) {
			int most = (step.weight() < 100) ? Math.max(1, replicas - 1) : replicas;
			int fresh = (step.weight() == 0) ? 0
					: Math.max(1, Math.min(most, Math.round(replicas * step.weight() / 100f)));
			int old = Math.min(stable, replicas - fresh);
			int weight = (fresh == 0) ? 0 : Math.round(100f * fresh / (fresh + old));
			return new Stage(number, fresh, old, weight, null, 0, step.hold(), step.gates());
		}

	}

	/**
	 * A step of a canary.
	 *
	 * @param weight the candidate's share of the requests in percent, 0 to 100
	 * @param replicas the candidate's pods, if they are not to follow the weight
	 * @param header requests with it go to the candidate whatever the weight
	 * @param mirror the share of the stable release's requests that the candidate gets a
	 * copy of, in percent
	 * @param hold how long it lasts at least
	 * @param gates that it has to pass
	 */
	record CanaryStep(int weight, @Nullable Amount replicas, @Nullable HeaderMatch header, int mirror, Hold hold,
			List<GateSpec> gates) {

		public CanaryStep {
			gates = List.copyOf(gates);
		}

	}

}
