package dev.slipway.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.judge.Criteria;
import dev.slipway.judge.Finding;
import dev.slipway.judge.Margin;
import dev.slipway.judge.Verdict;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/**
 * The candidate's traces against stable's: the share of requests whose span failed, and
 * how long the calls to each other service take.
 */
final class TraceGate implements Gate {

	private final ReleaseSpans spans;

	TraceGate(ReleaseSpans spans) {
		this.spans = spans;
	}

	@Override
	public String kind() {
		return "traces";
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return GateSettings.problems(spec, Wanted::read);
	}

	@Override
	public String describe(GateSpec spec) {
		Wanted wanted = Wanted.read(new GateSettings(spec));
		String limit = (wanted.max() != null) ? "At most " + Unit.RATIO.show(wanted.max())
				+ " of the candidate's requests may have a span that failed; " : "";
		return limit + "compares the share of failed spans (margin " + Unit.number(wanted.margin() * 100)
				+ " points) and the latency of calls to each dependency (margin " + Unit.RATIO.show(wanted.slower())
				+ ") with the stable release's";
	}

	@Override
	public Reading look(Call call) {
		Wanted wanted = Wanted.read(new GateSettings(call.spec()));
		Release stable = call.stable();
		if (stable == null && wanted.max() == null) {
			return Reading.of(Reading.Conclusion.NOT_APPLICABLE, "There is no stable release to compare with");
		}
		Window window = Window.stage(call, wanted.warmUp(), wanted.length(call.stage().hold().time()));
		if (!window.isFull()) {
			return Reading.of(Reading.Conclusion.PENDING,
					"Spans are collected for " + Unit.show(window.missing()) + " more");
		}
		List<SpanSeen> ours = this.spans.of(call.release(), window.from(), window.to());
		SpanComparison compared = new SpanComparison(ours,
				(stable != null) ? this.spans.of(stable, window.from(), window.to()) : null);
		return reading(wanted, compared, window, evidence(compared, window, ours));
	}

	private static Reading reading(Wanted wanted, SpanComparison compared, Window window,
			Map<String, Object> evidence) {
		long total = compared.candidate().total();
		if (total < wanted.minSpans()) {
			return new Reading(Reading.Conclusion.NO_DATA,
					total + " requests of the candidate were traced, at least " + wanted.minSpans() + " are needed",
					evidence);
		}
		Double max = wanted.max();
		String share = "spans of " + Unit.COUNT.show(compared.candidate().failures()) + " of " + Unit.COUNT.show(total)
				+ " traced requests failed (" + Unit.RATIO.show(compared.candidate().ratio()) + ")";
		if (max != null && compared.candidate().ratio() > max) {
			return new Reading(Reading.Conclusion.FAILED, share + ", at most " + Unit.RATIO.show(max) + " was allowed",
					evidence);
		}
		if (!compared.hasStable()) {
			return new Reading(Reading.Conclusion.PASSED, share, evidence);
		}
		List<Finding> findings = compared.findings(wanted.criteria(wanted.margin(), false),
				wanted.criteria(wanted.slower(), true), wanted.block());
		Verdict verdict = Verdict.of(findings, wanted.alpha());
		evidence.put("findings", verdict.findings().stream().map(Finding::sentence).toList());
		Reading.Conclusion conclusion = CompareGate.conclusion(verdict.conclusion());
		boolean waits = conclusion == Reading.Conclusion.INCONCLUSIVE
				&& window.length().compareTo(Duration.between(window.from(), window.full()).multipliedBy(3)) < 0;
		return new Reading(waits ? Reading.Conclusion.PENDING : conclusion,
				verdict.findings().stream().map(Finding::sentence).collect(Collectors.joining(" ")), evidence);
	}

	private static Map<String, Object> evidence(SpanComparison compared, Window window, List<SpanSeen> spans) {
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("window", window.asMap());
		evidence.put("candidate",
				Map.of("bad", compared.candidate().failures(), "total", compared.candidate().total()));
		if (compared.hasStable()) {
			evidence.put("stable", Map.of("bad", compared.stable().failures(), "total", compared.stable().total()));
		}
		evidence.put("dependencies", compared.dependencies());
		evidence.put("exemplars", new ArrayList<>(Exemplars.of(spans)));
		return evidence;
	}

	/**
	 * What it was asked.
	 *
	 * @param max the largest share of requests with a failed span; null for none
	 * @param margin how much larger than stable's the share may be
	 * @param slower how much slower the calls to a dependency may be, as a part
	 * @param alpha two-sided, of all comparisons together
	 * @param minSpans fewer traced requests are no data
	 * @param window how long it looks; zero for as long as the step holds
	 * @param warmUp this much of the stage's beginning is left out
	 * @param block the length of time that one sample of a latency is of
	 */
	private record Wanted(@Nullable Double max, double margin, double slower, double alpha, int minSpans,
			Duration window, Duration warmUp, Duration block) {

		static Wanted read(GateSettings settings) {
			return new Wanted(settings.number("max", Unit.RATIO), settings.part("margin", 0, 1, 0.05),
					settings.part("slower", 0, 1000, 0.25), settings.part("alpha", 0, 0.5, 0.05),
					settings.count("minSpans", 1, 20), settings.duration("window", Duration.ZERO),
					settings.duration("warmUp", Duration.ZERO), settings.atLeastSome("block", Duration.ofSeconds(5)));
		}

		Criteria criteria(double amount, boolean relative) {
			return new Criteria(new Margin(amount, relative), this.alpha, 0.8);
		}

		Duration length(Duration hold) {
			if (!this.window.isZero()) {
				return this.window;
			}
			return (hold.compareTo(Limit.WINDOW) > 0) ? hold : Limit.WINDOW;
		}

	}

}
