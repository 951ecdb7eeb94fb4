package dev.slipway.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.slipway.judge.Conclusion;
import dev.slipway.judge.Finding;
import dev.slipway.judge.Margin;
import dev.slipway.judge.Need;
import dev.slipway.judge.Verdict;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/**
 * Compares the candidate with the stable release over the same time, once: when the step
 * has its length and what was measured suffices to see a regression of the margin's size.
 * Until then it says what is missing; a step that cannot see enough becomes longer, up to
 * {@code atMost}.
 */
final class CompareGate implements Gate {

	static final String KIND = "compare";

	private final Comparer comparer;

	private final CompareRail rail;

	/** Gates for which load was begun, which goes on until they have decided. */
	private final Set<String> loaded = ConcurrentHashMap.newKeySet();

	private final Load load;

	private final Duration interval;

	CompareGate(MetricStore store, Load load, RailMemory memory) {
		this(store, load, memory, GateKit.SCRAPED_EVERY);
	}

	/**
	 * Creates one.
	 * @param interval between two scrapes
	 */
	CompareGate(MetricStore store, Load load, RailMemory memory, Duration interval) {
		this.interval = interval;
		this.load = load;
		this.comparer = new Comparer(store);
		this.rail = new CompareRail(store, memory);
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Gate guardRail() {
		return this.rail;
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return GateSettings.problems(spec, (settings) -> {
			Comparison wanted = Comparison.read(settings);
			String refusal = (wanted.load() > 0) ? this.load.refusal(null, wanted.load()) : null;
			if (refusal != null) {
				settings.problem("load: " + refusal);
			}
		});
	}

	@Override
	public String describe(GateSpec spec) {
		Comparison wanted = Comparison.read(new GateSettings(spec));
		return "Compares the candidate's " + wanted.margins()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey().id() + " (margin "
					+ show(entry.getKey(), entry.getValue().amount(), entry.getValue().relative()) + ")")
			.collect(Collectors.joining(", ")) + " with the stable release's at the end of the step";
	}

	private static String show(Measure measure, double amount, boolean relative) {
		return relative ? Unit.RATIO.show(amount) : (measure == Measure.ERROR_RATIO)
				? Unit.number(amount * 100) + " points" : measure.unit().show(amount);
	}

	@Override
	public String foresee(Call call) {
		Release stable = call.stable();
		Comparison wanted = Comparison.read(new GateSettings(call.spec()));
		if (stable == null || !wanted.margins().containsKey(Measure.ERROR_RATIO)) {
			return "";
		}
		Need need = this.comparer.foresee(wanted, stable, call);
		return (need == null) ? "" : need.sentence() + (helps(wanted, need, call) ? " Load is generated." : "");
	}

	@Override
	public @Nullable Long requests(GateSpec spec, double share) {
		Comparison wanted = Comparison.read(new GateSettings(spec));
		Margin margin = wanted.margins().get(Measure.ERROR_RATIO);
		return (margin == null) ? null : Comparer.requests(wanted.criteria(margin), share);
	}

	private boolean helps(Comparison wanted, Need need, Call call) {
		return wanted.load() > 0 && need.outcome() == Need.Outcome.NEEDS_LOAD
				&& this.load.refusal(call.release().draft().environment(), wanted.load()) == null;
	}

	/**
	 * Sends requests where those of users do not suffice in time; says when it may not.
	 */
	private String generate(Comparison wanted, Comparer.Seen seen, Release stable, Call call) {
		boolean scarce = seen.needs().stream().anyMatch((need) -> need.outcome() == Need.Outcome.NEEDS_LOAD);
		if (wanted.load() <= 0 || (!scarce && !this.loaded.contains(call.key()))) {
			return "";
		}
		String refusal = this.load.refusal(call.release().draft().environment(), wanted.load());
		if (refusal != null) {
			return "; " + refusal;
		}
		String unsent = this.load.keep(call.key(), call.release(), stable,
				new Load.Wish(wanted.loadPath(), wanted.load()), call.now());
		if (unsent != null) {
			return "; " + unsent;
		}
		this.loaded.add(call.key());
		return "; " + Unit.PER_SECOND.show(wanted.load()) + " are generated for both";
	}

	@Override
	public Reading look(Call call) {
		Release stable = call.stable();
		if (stable == null) {
			return Reading.of(Reading.Conclusion.NOT_APPLICABLE, "There is no stable release to compare with");
		}
		Comparison wanted = Comparison.read(new GateSettings(call.spec()));
		Duration hold = call.stage().hold().time();
		Window whole = Window.stage(call, wanted.warmUp(), wanted.planned(hold));
		if (whole.isEmpty()) {
			return Reading.of(Reading.Conclusion.PENDING, "The warm-up is not over");
		}
		Window window = whole.anew(this.comparer.known(stable, call.release(), whole.from(), whole.to()),
				wanted.planned(hold), this.interval);
		Comparer.Seen seen = this.comparer.see(wanted, stable, call.release(), window, hold);
		Duration longest = wanted.longest(hold);
		boolean late = window.length().compareTo(longest) >= 0;
		if (!window.isFull() || (!late && seen.canGrow())) {
			return waiting(seen, window, longest, window.lostBefore(whole), generate(wanted, seen, stable, call));
		}
		String own = this.loaded.remove(call.key()) ? generated(seen, wanted, this.load.sent(call.key())) : "";
		if (seen.candidate().total() < wanted.minRequests()) {
			return noData(seen, wanted, call);
		}
		return judged(seen, Verdict.of(seen.findings(), wanted.alpha()), window, own);
	}

	/** What was generated for one path says nothing of the others. */
	private static String generated(Comparer.Seen seen, Comparison wanted, long sent) {
		long all = seen.candidate().total() + seen.stable().total();
		String share = (sent > 0)
				? Unit.COUNT.show(Math.min(sent, all)) + " of the " + Unit.COUNT.show(all) + " requests"
				: "Some of the requests";
		return " " + share + " were generated for " + wanted.loadPath() + ": only that path was tried so often; "
				+ "others are judged by the requests that they had.";
	}

	/** The step goes on: what it can see, what it has seen, what is missing. */
	private static Reading waiting(Comparer.Seen seen, Window window, Duration longest, String lost, String load) {
		String needs = seen.needs().stream().map(Need::sentence).collect(Collectors.joining(" "));
		Duration more = window.missing();
		for (Need need : seen.needs()) {
			Duration left = need.duration().minus(window.length());
			more = (left.compareTo(more) > 0) ? left : more;
		}
		Duration most = longest.minus(window.length());
		more = (more.compareTo(most) > 0) ? most : more;
		String seenSoFar = "Seen so far: " + Unit.COUNT.show(seen.candidate().total()) + " requests of the candidate, "
				+ Unit.COUNT.show(seen.stable().total()) + " of stable";
		return new Reading(Reading.Conclusion.PENDING,
				lost + needs + (needs.isEmpty() ? "" : " ") + seenSoFar + "; "
						+ (more.isZero() ? "waits for more" : "needs " + Unit.show(more) + " more") + load,
				evidence(seen, window));
	}

	private static Reading noData(Comparer.Seen seen, Comparison wanted, Gate.Call call) {
		String remedy = (call.stage().weight() >= 100)
				? "; at a weight of 100 % the stable release gets no requests, so ask this gate at an earlier step"
				: "";
		return new Reading(
				Reading.Conclusion.NO_DATA, Unit.COUNT.show(seen.candidate().total())
						+ " requests of the candidate, at least " + wanted.minRequests() + " are needed" + remedy,
				Map.of());
	}

	private static Reading judged(Comparer.Seen seen, Verdict verdict, Window window, String own) {
		Map<String, Object> evidence = evidence(seen, window);
		List<Object> findings = new ArrayList<>();
		verdict.findings().forEach((finding) -> findings.add(asMap(finding)));
		evidence.put("findings", findings);
		String sentences = verdict.findings().stream().map(Finding::sentence).collect(Collectors.joining(" "));
		return new Reading(conclusion(verdict.conclusion()),
				((verdict.findings().size() > 1) ? verdict.sentence() + " " + sentences : sentences) + own, evidence);
	}

	private static Map<String, Object> evidence(Comparer.Seen seen, Window window) {
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("window", window.asMap());
		evidence.put("candidate", seen.candidate().asMap());
		evidence.put("stable", seen.stable().asMap());
		evidence.put("samples", seen.samples());
		evidence.put("queries", seen.queries());
		evidence.put("needs",
				seen.needs()
					.stream()
					.map((need) -> Map.of("outcome", need.outcome().name(), "candidate", need.candidate(), "stable",
							need.stable(), "seconds", need.duration().toSeconds(), "requestsPerSecond",
							need.requestsPerSecond(), "sentence", need.sentence()))
					.toList());
		return evidence;
	}

	private static Map<String, Object> asMap(Finding finding) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("metric", finding.metric());
		map.put("conclusion", finding.conclusion().name());
		map.put("sentence", finding.sentence());
		if (finding.evidence() != null) {
			map.put("test", finding.evidence().test());
			map.put("pValue", finding.evidence().pValue());
			map.put("effect", finding.evidence().effect());
			map.put("relative", finding.evidence().relative());
			map.put("statistic", finding.evidence().statistic());
			map.put("level", finding.evidence().level());
			if (finding.evidence().interval().lower() != null) {
				map.put("lower", finding.evidence().interval().lower());
			}
			if (finding.evidence().interval().upper() != null) {
				map.put("upper", finding.evidence().interval().upper());
			}
		}
		return map;
	}

	/** The judge's word in the words of gates. */
	static Reading.Conclusion conclusion(Conclusion conclusion) {
		return switch (conclusion) {
			case PASS -> Reading.Conclusion.PASSED;
			case FAIL -> Reading.Conclusion.FAILED;
			case INCONCLUSIVE -> Reading.Conclusion.INCONCLUSIVE;
			case NO_DATA -> Reading.Conclusion.NO_DATA;
			case NOT_APPLICABLE -> Reading.Conclusion.NOT_APPLICABLE;
		};
	}

}
