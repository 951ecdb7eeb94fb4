package dev.slipway.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.slipway.judge.Counts;
import dev.slipway.judge.Criteria;
import dev.slipway.judge.ErrorJudge;
import dev.slipway.judge.Finding;
import dev.slipway.judge.Metric;
import dev.slipway.judge.SampleJudge;
import dev.slipway.judge.Samples;
import dev.slipway.judge.Sides;
import org.jspecify.annotations.Nullable;

/**
 * Spans of both releases side by side. Calls to a dependency are compared by the medians
 * of stretches of time in which both called it, since calls of the same second resemble
 * each other; a dependency that was called too seldom for that is told and not judged.
 */
final class SpanComparison {

	/** The judge says nothing of fewer blocks of time. */
	private static final int LEAST_BLOCKS = 10;

	private final List<SpanSeen> ours;

	private final @Nullable List<SpanSeen> theirs;

	SpanComparison(List<SpanSeen> candidate, @Nullable List<SpanSeen> stable) {
		this.ours = candidate;
		this.theirs = stable;
	}

	boolean hasStable() {
		return this.theirs != null;
	}

	Counts candidate() {
		return requests(this.ours);
	}

	Counts stable() {
		return (this.theirs != null) ? requests(this.theirs) : Counts.NONE;
	}

	private static Counts requests(List<SpanSeen> spans) {
		List<SpanSeen> served = spans.stream().filter(SpanSeen::serves).toList();
		return new Counts(served.stream().filter(SpanSeen::failed).count(), served.size());
	}

	/** How the calls to each dependency are: how many, their median. */
	Map<String, Object> dependencies() {
		Map<String, Object> dependencies = new LinkedHashMap<>();
		for (String name : names()) {
			Map<String, Object> sides = new LinkedHashMap<>();
			sides.put("candidate", summary(calls(this.ours, name)));
			if (this.theirs != null) {
				sides.put("stable", summary(calls(this.theirs, name)));
			}
			dependencies.put(name, sides);
		}
		return dependencies;
	}

	private Set<String> names() {
		Set<String> names = new TreeSet<>();
		for (SpanSeen span : this.ours) {
			if (span.dependency() != null) {
				names.add(span.dependency());
			}
		}
		return names;
	}

	private static List<SpanSeen> calls(List<SpanSeen> spans, String dependency) {
		return spans.stream().filter((span) -> dependency.equals(span.dependency())).toList();
	}

	private static Map<String, Object> summary(List<SpanSeen> calls) {
		return calls.isEmpty() ? Map.of("calls", 0)
				: Map.of("calls", calls.size(), "failed", calls.stream().filter(SpanSeen::failed).count(),
						"medianMillis", median(calls.stream().map(SpanSeen::millis).toList()));
	}

	/**
	 * What the judge says of the failures and of each dependency that was called enough.
	 */
	List<Finding> findings(Criteria failures, Criteria slower, Duration block) {
		List<Finding> findings = new ArrayList<>();
		findings.add(ErrorJudge.judge("failed spans", Sides.of(stable(), candidate()), failures));
		for (String name : names()) {
			TreeMap<Long, Double> ourBlocks = medians(calls(this.ours, name), block);
			TreeMap<Long, Double> theirBlocks = medians(calls((this.theirs != null) ? this.theirs : List.of(), name),
					block);
			ourBlocks.keySet().retainAll(theirBlocks.keySet());
			theirBlocks.keySet().retainAll(ourBlocks.keySet());
			if (ourBlocks.size() >= LEAST_BLOCKS) {
				findings.add(SampleJudge.judge(Metric.millis("calls to " + name),
						Sides.of(Samples.ofBlocks(theirBlocks.values()), Samples.ofBlocks(ourBlocks.values())),
						slower));
			}
		}
		return findings;
	}

	private static TreeMap<Long, Double> medians(List<SpanSeen> calls, Duration block) {
		TreeMap<Long, List<Double>> blocks = new TreeMap<>();
		calls.forEach((span) -> blocks
			.computeIfAbsent(span.start().toEpochMilli() / block.toMillis(), (key) -> new ArrayList<>())
			.add(span.millis()));
		TreeMap<Long, Double> medians = new TreeMap<>();
		blocks.forEach((number, values) -> medians.put(number, median(values)));
		return medians;
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

}
