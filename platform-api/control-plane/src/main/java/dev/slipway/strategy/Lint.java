package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.slipway.strategy.Forecast.Counted;
import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.Rolling;

/** The rules of releases that a strategy may break, and what it costs to keep them. */
record Lint(Strategy strategy, Schedule schedule, Circumstances circumstances, List<ForecastStage> stages,
		Findings findings) {

	/** Two sides of so many tell an error ratio of 2 % from one of 1 %, see below. */
	private static final Long USUAL = 2_317L;

	void look(int peak, GateAdvice advice) {
		new RouterRules(this.strategy, this.circumstances, this.findings).look();
		if (this.strategy instanceof Canary canary) {
			new CanaryRules(canary, this.circumstances, this.findings).look();
		}
		else if (this.strategy instanceof BlueGreen blueGreen) {
			blueGreen(blueGreen);
		}
		else if (this.strategy instanceof Rolling rolling) {
			rolling(rolling);
		}
		for (GatePlace place : GatePlace.of(this.strategy)) {
			List<String> problems = place.watches() ? advice.guardRailProblems(place.gate())
					: advice.problems(place.gate());
			for (String problem : problems) {
				this.findings.error("gate-settings", place.path(),
						(place.watches() ? "Guard rail " : "Gate ") + place.gate().name() + ", " + problem,
						"Mend the settings of the gate, or remove it.");
			}
		}
		terms();
		keptOrShrunk(peak);
		requests(advice);
		new ServiceRules(this.strategy, this.circumstances, this.findings).look(peak);
	}

	private void rolling(Rolling rolling) {
		int replicas = this.circumstances.replicas();
		if (rolling.maxSurge().of(replicas, true) == 0 && rolling.unavailable(replicas) == 0) {
			this.findings.note("surge-of-one", Findings.path("maxSurge"),
					"With maxSurge " + rolling.maxSurge() + " and maxUnavailable " + rolling.maxUnavailable() + " of "
							+ Counted.of(replicas, "pod") + " nothing could begin, so it goes with a surge of 1",
					"Set maxSurge to 1.");
		}
		boolean lost = this.circumstances.stable() > 0 && this.schedule.floor() == 0;
		if (lost && !rolling.terms().singleActive()) {
			this.findings.warning(
					"nobody-left", Findings.path("maxUnavailable"), "With maxUnavailable " + rolling.maxUnavailable()
							+ " all " + Counted.of(replicas, "pod") + " may be missing at once, and requests are lost",
					"Set maxUnavailable to 0.");
		}
	}

	private void blueGreen(BlueGreen blueGreen) {
		if (blueGreen.hold().untilResumed() && this.circumstances.stable() > 0) {
			waitsForEver(Findings.path("switch"), "The preview");
		}
		blind("before.gates", blueGreen.before());
	}

	/** No data is never a pass. */
	private void blind(String key, List<GateSpec> gates) {
		for (GateSpec gate : gates) {
			if (GateWords.needsRequests(gate) && this.circumstances.stable() > 0) {
				this.findings.warning("blind-gate", Findings.path(key),
						"The gate " + gate.name() + " judges by requests, and the preview gets none: no data is no "
								+ "pass, so it waits until something else sends requests to the preview's address",
						"Move it to after.gates, or ask the preview by a gate of kind http.");
			}
		}
	}

	private void terms() {
		Terms terms = this.strategy.terms();
		if (terms.progressDeadline().compareTo(terms.minReady()) <= 0) {
			this.findings.error("deadline-too-short", Findings.path("progressDeadline"),
					"A pod counts after " + Values.spoken(terms.minReady()) + " (minReady), but the stage fails after "
							+ Values.spoken(terms.progressDeadline()) + ": no release could ever pass",
					"Set progressDeadline well above minReady and the time that a pod takes to start.");
		}
		if (terms.drain().isZero() && terms.routing().router() != Router.REPLICAS) {
			this.findings.warning("no-drain", Findings.path("drain"),
					"Without draining, requests on kept-alive connections to the old pods are lost",
					"Set drain to 30s or more.");
		}
		if (terms.guardRails().isEmpty() && this.strategy instanceof Canary) {
			this.findings.warning("no-guard-rail", Findings.path("guardRails"),
					"No limit is watched while the candidate takes requests: only the gates at the end of a step and "
							+ "pods that crash end it",
					"Add guardRails: [{name: errors, metric: errorRatio, max: 5%}].");
		}
	}

	/** What going back takes, and what staying able to go back costs. */
	private void keptOrShrunk(int peak) {
		int stable = this.circumstances.stable();
		if (stable == 0) {
			return;
		}
		if (this.strategy instanceof Rolling || this.strategy.terms().routing().router() == Router.REPLICAS) {
			this.findings.note("stable-shrinks", Findings.path("router"),
					"The stable release gives up pods as the candidate gets them: going back takes as long as its "
							+ "pods take to start",
					"Use blueGreen, or a canary over a router with weights, to go back at once.");
			return;
		}
		this.findings.note("stable-kept", Findings.path("type"),
				"The stable release keeps its " + Counted.of(stable, "pod") + " until the candidate is promoted"
						+ (this.schedule.warm().isZero() ? ""
								: " and for a rollback window of " + Values.spoken(this.schedule.warm()))
						+ ": " + Counted.of(peak, "pod") + " at most instead of " + stable,
				"See that the namespace's quota and the cluster's nodes have room for them.");
	}

	/**
	 * Two sides of about 2,300 requests tell an error ratio of 2 % from one of 1 %, at α
	 * 0.05 with a power of 80 %: 2 (1.96 + 0.84)² · 0.015 · 0.985 / 0.01² = 2,317.
	 */
	private void requests(GateAdvice advice) {
		for (ForecastStage stage : this.stages) {
			List<GateSpec> compares = this.schedule.stage(stage.number())
				.gates()
				.stream()
				.filter((gate) -> gate.kind().equals(GateKinds.COMPARE))
				.toList();
			long needed = compares.stream()
				.mapToLong(
						(gate) -> Objects.requireNonNullElse(advice.requests(gate, stage.achievable() / 100.0), USUAL))
				.max()
				.orElse(0);
			Long seen = stage.requests();
			Double rate = this.circumstances.requestsPerSecond();
			if (!compares.isEmpty() && seen != null && rate != null && seen < needed
					&& this.circumstances.stable() > 0) {
				double share = stage.achievable() / 100.0 + (1 - stage.achievable() / 100.0) * stage.mirror() / 100.0;
				String time = (rate * share > 0) ? " It would take "
						+ Values.spoken(Duration.ofSeconds((long) Math.ceil(needed / rate / share))) + "." : "";
				this.findings.warning("few-requests", stagePath(stage),
						"At " + rate + " requests a second the candidate gets about " + seen + " in the "
								+ Values.spoken(stage.lasts()) + " of stage " + stage.number() + " at "
								+ stage.achievable()
								+ " %; to tell a worse error ratio, such as of 2 % from 1 %, takes "
								+ String.format(Locale.ROOT, "%,d", needed) + " of it",
						"Pause longer, raise the weight, or mirror requests." + time);
			}
		}
	}

	private String stagePath(ForecastStage stage) {
		boolean step = this.strategy instanceof Canary canary && stage.number() <= canary.steps().size();
		return step ? Findings.step(stage.number() - 1, "") : Findings.path("type");
	}

	private void waitsForEver(String path, String who) {
		this.findings.warning("waits-for-ever", path, who + " waits for ever unless somebody resumes it",
				"Say who does, or let a gate decide.");
	}

}
