package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.slipway.judge.AlphaSpending;
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

	/** How much longer the window becomes when it does not decide. */
	private static final int LONGER = 3;

	/** When it judges, as parts of the longest window. */
	private static final List<Double> LOOKS = List.of(1.0 / LONGER, 1.0);

	private final ReleaseSpans spans;

	private final Looked looks = new Looked();

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
		List<SpanSeen> theirs = (stable != null) ? this.spans.of(stable, window.from(), window.to()) : null;
		SpanComparison sofar = new SpanComparison(ours, theirs);
		Reading limits = limits(wanted, sofar, evidence(sofar, window, ours));
		return (theirs == null || limits.conclusion() != Reading.Conclusion.PASSED) ? limits
				: compared(call, wanted, window, ours, theirs);
	}

	/** What is no matter of chance: it may be asked at any time. */
	private static Reading limits(Wanted wanted, SpanComparison sofar, Map<String, Object> evidence) {
		long total = sofar.candidate().total();
		if (total < wanted.minSpans()) {
			return new Reading(Reading.Conclusion.NO_DATA,
					total + " requests of the candidate were traced, at least " + wanted.minSpans() + " are needed",
					evidence);
		}
		Double max = wanted.max();
		String share = "spans of " + Unit.COUNT.show(sofar.candidate().failures()) + " of " + Unit.COUNT.show(total)
				+ " traced requests failed (" + Unit.RATIO.show(sofar.candidate().ratio()) + ")";
		return (max != null && sofar.candidate().ratio() > max) ? new Reading(Reading.Conclusion.FAILED,
				share + ", at most " + Unit.RATIO.show(max) + " was allowed", evidence)
				: new Reading(Reading.Conclusion.PASSED, share, evidence);
	}

	/**
	 * Judges when the window is full and, if that does not decide, when it is three times
	 * as long: who judged each time that it is asked would find a difference by chance.
	 */
	private Reading compared(Call call, Wanted wanted, Window window, List<SpanSeen> ours, List<SpanSeen> theirs) {
		Instant last = window.from().plus(Duration.between(window.from(), window.full()).multipliedBy(LONGER));
		boolean late = !window.to().isBefore(last);
		Window judged = new Window(window.from(), late ? last : window.full(), window.full());
		List<SpanSeen> seen = before(judged.to(), ours);
		SpanComparison compared = new SpanComparison(seen, before(judged.to(), theirs));
		if (compared.candidate().total() < wanted.minSpans()) {
			if (!late) {
				return new Reading(Reading.Conclusion.PENDING,
						compared.candidate().total() + " requests of the candidate were traced by "
								+ judged.to().truncatedTo(ChronoUnit.SECONDS) + ", at least " + wanted.minSpans()
								+ " are needed; " + next(last),
						evidence(compared, judged, seen));
			}
			judged = window;
			seen = ours;
			compared = new SpanComparison(ours, theirs);
		}
		double alpha = AlphaSpending.alphaOfLastLook(late ? LOOKS : LOOKS.subList(0, 1), wanted.alpha());
		SpanComparison sides = compared;
		Verdict verdict = this.looks.get(call.key() + "/" + call.since() + "/" + late,
				() -> verdict(wanted, sides, alpha));
		Map<String, Object> evidence = evidence(compared, judged, seen);
		evidence.put("findings", verdict.findings().stream().map(Finding::sentence).toList());
		Reading.Conclusion conclusion = CompareGate.conclusion(verdict.conclusion());
		boolean decided = conclusion == Reading.Conclusion.PASSED || conclusion == Reading.Conclusion.FAILED;
		String sentences = verdict.findings().stream().map(Finding::sentence).collect(Collectors.joining(" "));
		return (decided || late) ? new Reading(conclusion, sentences, evidence)
				: new Reading(Reading.Conclusion.PENDING, sentences + " Not decided yet: " + next(last), evidence);
	}

	private static Verdict verdict(Wanted wanted, SpanComparison compared, double alpha) {
		return Verdict.of(compared.findings(wanted.criteria(wanted.margin(), false).withAlpha(alpha),
				wanted.criteria(wanted.slower(), true).withAlpha(alpha), wanted.block()), alpha);
	}

	private static List<SpanSeen> before(Instant end, List<SpanSeen> spans) {
		return spans.stream().filter((span) -> span.start().isBefore(end)).toList();
	}

	private static String next(Instant last) {
		return "judges once more at " + last.truncatedTo(ChronoUnit.SECONDS);
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
	 * What was judged of a window is not judged again, though a span may have come late;
	 * after a restart the same window is.
	 */
	private static final class Looked {

		private static final int MOST = 500;

		private final Map<String, Verdict> verdicts = new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
				return size() > MOST;
			}

		};

		Verdict get(String key, Supplier<Verdict> judge) {
			synchronized (this.verdicts) {
				Verdict known = this.verdicts.get(key);
				if (known == null) {
					known = judge.get();
					this.verdicts.put(key, known);
				}
				return known;
			}
		}

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
