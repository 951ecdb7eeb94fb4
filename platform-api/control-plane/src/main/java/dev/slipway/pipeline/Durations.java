package dev.slipway.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.BuildHistory.Timed;

/**
 * How long something took, by nearest rank: of n values in order, the one at
 * ceil(p/100·n). Of 10, 20, 30, 40 s the p50 is 20 s and the p95 is 40 s. The time in
 * which a build only waited for a person is none of the build's: {@link Idle}.
 *
 * @param name a stage; empty for whole builds
 * @param runs of how many
 * @param p50Millis half took no longer
 * @param p95Millis of twenty, nineteen took no longer
 */
public record Durations(String name, int runs, long p50Millis, long p95Millis) {

	/** Of values in any order; at least one. */
	public static Durations of(String name, List<Long> millis) {
		List<Long> sorted = millis.stream().sorted().toList();
		return new Durations(name, sorted.size(), rank(sorted, 50), rank(sorted, 95));
	}

	/** The value that so many percent of sorted ones do not exceed. */
	public static long rank(List<Long> sorted, int percent) {
		return sorted.get((sorted.size() * percent + 99) / 100 - 1);
	}

	/** How long a build ran; zero for one that never ran, or runs. */
	public static long millis(Timed timed) {
		Instant start = timed.build().startedAt();
		Instant end = timed.build().endedAt();
		return (start != null && end != null) ? Idle.of(timed.stages(), timed.inputs()).worked(start, end).toMillis()
				: 0;
	}

	/** Of the stages of builds, by name in the order of their first appearance. */
	public static List<Durations> ofStages(List<Timed> builds) {
		Map<String, List<Long>> stages = new LinkedHashMap<>();
		for (Timed timed : builds) {
			Idle idle = Idle.of(timed.stages(), timed.inputs());
			for (BuildStage stage : timed.stages()) {
				if (stage.endedAt() != null && stage.status() != BuildStatus.SKIPPED) {
					stages.computeIfAbsent(stage.name(), (name) -> new ArrayList<>())
						.add(idle.worked(stage.startedAt(), stage.endedAt()).toMillis());
				}
			}
		}
		return stages.entrySet().stream().map((stage) -> of(stage.getKey(), stage.getValue())).toList();
	}

}
