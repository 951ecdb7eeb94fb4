package dev.slipway.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.slipway.strategy.Finding.Severity;
import dev.slipway.strategy.Strategy.Canary;
import org.jspecify.annotations.Nullable;

/**
 * What a release by a strategy would do, before anything moves.
 *
 * @param type the strategy's type
 * @param replicas the pods that the new release needs to take all requests
 * @param stable the pods of the stable release
 * @param stages in order
 * @param peak the pods of both releases together at most
 * @param atLeast how long it takes at least, from its first pods to its end; what pods
 * take to become ready comes on top
 * @param waits whether it waits for somebody as well
 * @param summary all this in a sentence
 * @param findings errors first
 */
public record Forecast(String type, int replicas, int stable, List<ForecastStage> stages, int peak, Duration atLeast,
		boolean waits, String summary, List<Finding> findings) {

	public Forecast {
		stages = List.copyOf(stages);
		findings = List.copyOf(findings);
	}

	/** With gates described by their settings. */
	public static Forecast of(Strategy strategy, Circumstances circumstances) {
		return of(strategy, circumstances, GateAdvice.PLAIN);
	}

	/**
	 * Computes it.
	 * @param strategy how to release
	 * @param circumstances where
	 * @param advice on its gates
	 */
	public static Forecast of(Strategy strategy, Circumstances circumstances, GateAdvice advice) {
		Schedule schedule = strategy.schedule(circumstances.replicas(), circumstances.stable());
		List<ForecastStage> stages = stages(strategy, schedule, circumstances, advice::describe);
		int peak = stages.stream().mapToInt(ForecastStage::peak).max().orElse(0);
		boolean waits = stages.stream().anyMatch(ForecastStage::waits);
		ForecastStage last = stages.get(stages.size() - 1);
		Duration atLeast = last.from().plus(last.lasts()).plus(after(strategy, schedule, circumstances));
		Findings findings = new Findings();
		Lint lint = new Lint(strategy, schedule, circumstances, stages, findings);
		lint.look(peak, advice);
		return new Forecast(strategy.type(), circumstances.replicas(), circumstances.stable(), stages, peak, atLeast,
				waits, summary(strategy, stages.size(), peak, atLeast, waits), findings.sorted());
	}

	/** With more to say, by who knows more than the strategy. */
	public Forecast with(List<Finding> more) {
		Findings all = new Findings();
		this.findings.forEach(all::add);
		more.forEach(all::add);
		return new Forecast(this.type, this.replicas, this.stable, this.stages, this.peak, this.atLeast, this.waits,
				this.summary, all.sorted());
	}

	/** Those for which the release is refused. */
	public List<Finding> errors() {
		return this.findings.stream().filter((finding) -> finding.severity() == Severity.ERROR).toList();
	}

	private static List<ForecastStage> stages(Strategy strategy, Schedule schedule, Circumstances circumstances,
			Function<GateSpec, String> words) {
		List<ForecastStage> stages = new ArrayList<>();
		Duration from = Duration.ZERO;
		int old = circumstances.stable();
		int fresh = 0;
		for (Stage stage : schedule.stages()) {
			// Old pods that are not needed for the floor leave before new ones start.
			int stay = Math.min(old, Math.max(stage.stable(), schedule.floor() - fresh));
			int peak = Math.max(old + fresh, Math.max(stay, stage.stable()) + Math.max(fresh, stage.candidate()));
			ForecastStage forecast = ForecastStage.of(stage, wanted(strategy, stage, circumstances), peak, from,
					strategy.terms().minReady(), circumstances.requestsPerSecond(), words);
			stages.add(forecast);
			from = from.plus(forecast.lasts());
			old = stage.stable();
			fresh = stage.candidate();
		}
		return stages;
	}

	/** Replica ratio may not reach what a step says. */
	private static int wanted(Strategy strategy, Stage stage, Circumstances circumstances) {
		boolean stepped = strategy instanceof Canary canary && circumstances.stable() > 0
				&& stage.number() <= canary.steps().size();
		return stepped ? ((Canary) strategy).steps().get(stage.number() - 1).weight() : stage.weight();
	}

	/** The old pods keep for the connections that they have, or for a way back. */
	private static Duration after(Strategy strategy, Schedule schedule, Circumstances circumstances) {
		if (circumstances.stable() == 0) {
			return Duration.ZERO;
		}
		boolean drains = strategy.terms().routing().router() != Router.REPLICAS;
		return schedule.warm().plus(drains ? strategy.terms().drain() : Duration.ZERO);
	}

	private static String summary(Strategy strategy, int stages, int peak, Duration atLeast, boolean waits) {
		return "A " + strategy.type() + " release in " + Counted.of(stages, "stage") + ", with "
				+ Counted.of(peak, "pod") + " at most, that takes at least " + Values.spoken(atLeast)
				+ " and what its pods need to become ready"
				+ (waits ? ", and waits for somebody who lets it go on." : ".");
	}

	/** {@code 1 pod}, {@code 2 pods}. */
	static final class Counted {

		private Counted() {
		}

		static String of(int number, String noun) {
			return number + " " + noun + ((number == 1) ? "" : "s");
		}

		static @Nullable Long expected(@Nullable Double perSecond, double share, Duration time) {
			return (perSecond != null) ? Long.valueOf(Math.round(perSecond * share * time.toMillis() / 1000)) : null;
		}

	}

}
