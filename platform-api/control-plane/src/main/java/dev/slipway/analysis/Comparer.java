package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.slipway.analysis.Tally.Requests;
import dev.slipway.judge.Counts;
import dev.slipway.judge.Criteria;
import dev.slipway.judge.Finding;
import dev.slipway.judge.Margin;
import dev.slipway.judge.Metric;
import dev.slipway.judge.Need;
import dev.slipway.judge.PathErrors;
import dev.slipway.judge.SampleJudge;
import dev.slipway.judge.SampleSizing;
import dev.slipway.judge.Samples;
import dev.slipway.judge.Sides;
import dev.slipway.judge.Sizing;
import dev.slipway.judge.StepTime;
import dev.slipway.judge.Traffic;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.ServiceQuestion;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** Gathers what both releases did and lets the judge look at it. */
final class Comparer {

	/** The judge says nothing of fewer blocks of time. */
	private static final int LEAST_BLOCKS = 10;

	/** So much time before a step tells its rate. */
	private static final Duration BEFORE = Duration.ofMinutes(2);

	/** So many are kept with the evidence. */
	private static final int PATHS = 50;

	private final MetricStore store;

	private final RequestCounts counts;

	Comparer(MetricStore store) {
		this.store = store;
		this.counts = new RequestCounts(store);
	}

	/** Since when both are known within a time; null when one is not. */
	@Nullable Instant known(Release stable, Release candidate, Instant from, Instant to) {
		Instant theirs = this.counts.known(stable, from, to);
		Instant ours = this.counts.known(candidate, from, to);
		return (theirs == null || ours == null) ? null : theirs.isAfter(ours) ? theirs : ours;
	}

	/** What both did in the window, what more is needed, and who judges it. */
	Seen see(Comparison wanted, Release stable, Release candidate, Window window, Duration hold) {
		Tally stables = this.counts.failed(stable, window.from(), window.to());
		Tally ours = this.counts.failed(candidate, window.from(), window.to());
		Seen seen = new Seen(ours.all(), stables.all());
		seen.queries.addAll(ours.queries());
		seen.queries.addAll(stables.queries());
		StepTime time = new StepTime(wanted.planned(hold), wanted.longest(hold));
		wanted.margins().forEach((measure, margin) -> {
			ServiceQuestion question = measure.question();
			if (measure == Measure.ERROR_RATIO || question == null) {
				seen.samples.put(measure.id(), Map.of("candidate", ours.samples(), "stable", stables.samples()));
				Map<String, Sides<Counts>> paths = paths(ours, stables);
				seen.samples.put(measure.id() + " by path",
						Map.of("candidate", ours.byPath(PATHS), "stable", stables.byPath(PATHS)));
				errors(seen, paths, wanted.criteria(margin), window, time);
			}
			else {
				LatencySamples sampler = new LatencySamples(this.store);
				Sides<Samples> sides = sampler.sample(question, stable, candidate, window, wanted.block());
				seen.queries.addAll(sampler.queries());
				latency(seen, measure, sides, wanted, margin, time);
			}
		});
		return seen;
	}

	/**
	 * Whether the step that begins can see enough, by what came just before.
	 * @return null where the releases do not share the requests
	 */
	@Nullable Need foresee(Comparison wanted, Release stable, Gate.Call call) {
		Margin margin = wanted.margins().get(Measure.ERROR_RATIO);
		double weight = call.stage().weight() / 100.0;
		if (margin == null || weight <= 0 || weight >= 1) {
			return null;
		}
		Instant from = call.now().minus(BEFORE);
		Requests theirs = this.counts.failed(stable, from, call.now()).all();
		Requests all = theirs.plus(this.counts.failed(call.release(), from, call.now()).all());
		Duration hold = call.stage().hold().time();
		return Sizing.ofRequests(Measure.ERROR_RATIO.id(), theirs.ratio(),
				new Traffic(all.total() / (double) BEFORE.toSeconds(), weight),
				new StepTime(wanted.planned(hold), wanted.longest(hold)), wanted.criteria(margin));
	}

	/** Of the candidate, to see that 1 % of errors became more by the margin. */
	static long requests(Criteria criteria, double share) {
		Duration any = Duration.ofHours(1);
		double weight = (share > 0 && share < 1) ? share : 0.5;
		return Sizing
			.ofRequests(Measure.ERROR_RATIO.id(), 0.01, new Traffic(1, weight), new StepTime(any, any), criteria)
			.candidate();
	}

	private static void errors(Seen seen, Map<String, Sides<Counts>> paths, Criteria criteria, Window window,
			StepTime time) {
		Requests all = seen.candidate.plus(seen.stable);
		double rate = all.total() / Math.max(1, window.length().toMillis() / 1000.0);
		double weight = (all.total() == 0) ? 0 : (double) seen.candidate.total() / all.total();
		Need need = Sizing.ofRequests(Measure.ERROR_RATIO.id(), seen.stable.ratio(), new Traffic(rate, weight), time,
				criteria);
		seen.needs.add(need);
		seen.grows |= need.outcome() != Need.Outcome.IMPOSSIBLE
				&& (seen.candidate.total() < need.candidate() || seen.stable.total() < need.stable());
		seen.judges.add(() -> PathErrors.judge(Measure.ERROR_RATIO.id(), paths, criteria));
	}

	private static Map<String, Sides<Counts>> paths(Tally ours, Tally stables) {
		Map<String, Sides<Counts>> paths = new TreeMap<>();
		Stream.concat(ours.paths().keySet().stream(), stables.paths().keySet().stream())
			.forEach((path) -> paths.put(path, Sides.of(counts(stables.paths().getOrDefault(path, Requests.NONE)),
					counts(ours.paths().getOrDefault(path, Requests.NONE)))));
		return paths;
	}

	private static void latency(Seen seen, Measure measure, Sides<Samples> sides, Comparison wanted, Margin margin,
			StepTime time) {
		Metric metric = Metric.millis(measure.id());
		// The judge's unit is a millisecond, the gate's a second.
		Criteria criteria = wanted.criteria(margin.relative() ? margin : new Margin(margin.amount() * 1000, false));
		seen.judges.add(() -> SampleJudge.judge(metric, sides, criteria));
		Samples stable = sides.stable();
		Samples candidate = sides.candidate();
		if (stable == null) {
			return;
		}
		seen.samples.put(measure.id(), Map.of("unit", "ms", "of", candidate.sampling().name(), "candidate",
				candidate.values(), "stable", stable.values()));
		if (candidate.sampling() == Samples.Sampling.BLOCKS) {
			Need need = SampleSizing.ofBlocks(metric, stable, wanted.block(), time, criteria);
			seen.needs.add(need);
			seen.grows |= candidate.size() < LEAST_BLOCKS
					|| (need.outcome() != Need.Outcome.IMPOSSIBLE && candidate.size() < need.candidate());
		}
		else {
			seen.needs.add(SampleSizing.ofPods(metric, stable, candidate.size(), criteria));
		}
	}

	private static Counts counts(Requests requests) {
		return new Counts(requests.bad(), requests.total());
	}

	/** What was seen of both releases. */
	static final class Seen {

		private final Requests candidate;

		private final Requests stable;

		private final List<String> queries = new ArrayList<>();

		private final Map<String, Object> samples = new LinkedHashMap<>();

		private final List<Need> needs = new ArrayList<>();

		private final List<Supplier<Finding>> judges = new ArrayList<>();

		private boolean grows;

		Seen(Requests candidate, Requests stable) {
			this.candidate = candidate;
			this.stable = stable;
		}

		Requests candidate() {
			return this.candidate;
		}

		Requests stable() {
			return this.stable;
		}

		List<String> queries() {
			return this.queries;
		}

		Map<String, Object> samples() {
			return this.samples;
		}

		/** How much it takes to tell, a measure each. */
		List<Need> needs() {
			return this.needs;
		}

		/** What the judge says now. */
		List<Finding> findings() {
			return this.judges.stream().map(Supplier::get).toList();
		}

		/** Whether more time would help. */
		boolean canGrow() {
			return this.grows;
		}

	}

}
