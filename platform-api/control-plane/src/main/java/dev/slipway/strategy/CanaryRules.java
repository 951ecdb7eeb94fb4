package dev.slipway.strategy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.slipway.strategy.Forecast.Counted;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;

/** The steps of a canary: what they reach, see and wait for. */
record CanaryRules(Canary canary, Circumstances circumstances, Findings findings) {

	/** A share that is off by more, in percentage points, is not the one asked for. */
	private static final int TOLERANCE = 5;

	void look() {
		List<CanaryStep> steps = this.canary.steps();
		boolean first = this.circumstances.stable() == 0;
		for (int index = 0; index < steps.size(); index++) {
			CanaryStep step = steps.get(index);
			if (index > 0) {
				order(steps.get(index - 1), step, index);
			}
			if (first) {
				continue;
			}
			if (this.canary.terms().routing().router() == Router.REPLICAS) {
				reachable(step, index);
			}
			else {
				capacity(step, index);
			}
			idle(step, index);
			if (step.hold().untilResumed()) {
				this.findings.warning("waits-for-ever", Findings.step(index, "pause"),
						"Step " + (index + 1) + " waits for ever unless somebody resumes it",
						"Say who does, or let a gate decide.");
			}
		}
		CanaryStep last = steps.get(steps.size() - 1);
		if (last.weight() == 100 && last.hold().equals(Hold.NONE) && last.gates().isEmpty()) {
			this.findings.note("last-step", Findings.step(steps.size() - 1, "weight"),
					"All requests move after the last step anyway", "Remove the step.");
		}
	}

	private void order(CanaryStep before, CanaryStep step, int index) {
		if (step.weight() < before.weight()) {
			this.findings.warning("weight-falls", Findings.step(index, "weight"),
					"The weight falls from " + before.weight() + " % to " + step.weight() + " %",
					"Put the steps in the order of their weights.");
		}
		boolean same = step.weight() == before.weight() && step.mirror() == before.mirror()
				&& Objects.equals(step.header(), before.header()) && Objects.equals(step.replicas(), before.replicas());
		if (same) {
			this.findings.warning("step-repeats", Findings.step(index, ""),
					"Step " + (index + 1) + " has the same weight, pods, header and mirror as the one before",
					"Make one of both, with both pauses and gates.");
		}
	}

	/** 5 % of 4 pods is a fifth of a pod; the least it can have is 1, which is 25 %. */
	private void reachable(CanaryStep step, int index) {
		Schedule schedule = this.canary.schedule(this.circumstances.replicas(), this.circumstances.stable());
		int reached = schedule.stage(index + 1).weight();
		int off = Math.abs(reached - step.weight());
		if (off == 0) {
			return;
		}
		int replicas = this.circumstances.replicas();
		String message = "With " + Counted.of(replicas, "pod") + " the router replicas cannot give " + step.weight()
				+ " %: the nearest is " + reached + " %; it can reach " + reachable(replicas);
		String remedy = "Use a weight that it can reach, " + exact(step.weight()) + " pods, or a router with weights.";
		if (off > TOLERANCE || reached > 2 * step.weight()) {
			this.findings.error("unreachable-weight", Findings.step(index, "weight"), message, remedy);
		}
		else if (off > 1) {
			this.findings.warning("rounded-weight", Findings.step(index, "weight"), message, remedy);
		}
	}

	/** The least pods of which it is a whole number: 5 % of 20, 40 % of 5. */
	private static int exact(int weight) {
		return IntStream.rangeClosed(1, 100).filter((pods) -> pods * weight % 100 == 0).findFirst().orElse(100);
	}

	private static String reachable(int replicas) {
		if (replicas > 10) {
			return "multiples of " + String.format(Locale.ROOT, "%.1f", 100.0 / replicas).replace(".0", "") + " %";
		}
		return IntStream.rangeClosed(1, replicas)
			.mapToObj((fresh) -> Math.round(100f * fresh / replicas) + " %")
			.collect(Collectors.joining(", "));
	}

	/**
	 * A pod of the candidate should not get more than a pod of the stable release had.
	 */
	private void capacity(CanaryStep step, int index) {
		Amount given = step.replicas();
		int replicas = this.circumstances.replicas();
		if (given == null) {
			return;
		}
		int pods = given.of(replicas, true);
		int needed = (replicas * step.weight() + 99) / 100;
		if (pods < needed) {
			this.findings.warning("overload", Findings.step(index, "replicas"),
					step.weight() + " % of the requests of " + Counted.of(replicas, "pod") + " need "
							+ Counted.of(needed, "pod") + ", and " + given + " is " + pods + ((step.weight() == 100)
									? "; at 100 % the candidate has all pods whatever the step says" : ""),
					"Remove replicas, or set it to " + needed + ".");
		}
		if (pods > replicas) {
			this.findings.warning("too-many-pods", Findings.step(index, "replicas"),
					"The service has " + Counted.of(replicas, "pod") + ", so the candidate gets no more than these",
					"Set replicas to " + replicas + " or less.");
		}
	}

	/** No data is never a pass. */
	private void idle(CanaryStep step, int index) {
		if (step.weight() > 0 || step.mirror() > 0) {
			return;
		}
		if (step.header() == null) {
			this.findings.warning("idle-step", Findings.step(index, "weight"),
					"In step " + (index + 1) + " the candidate gets no request",
					"Give it a weight, a header or a mirror.");
		}
		for (GateSpec gate : step.gates()) {
			if (GateWords.needsRequests(gate)) {
				this.findings.warning("blind-gate", Findings.step(index, "gates"),
						"The gate " + gate.name() + " judges by requests, and the candidate gets "
								+ ((step.header() == null) ? "none" : "only those with the header")
								+ ": no data is no pass, so it may wait for ever",
						"Give the step a weight or a mirror, or move the gate to a later step.");
			}
		}
	}

}
