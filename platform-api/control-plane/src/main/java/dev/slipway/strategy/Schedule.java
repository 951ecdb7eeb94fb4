package dev.slipway.strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a release will do, stage by stage. At the last stage the candidate has all its
 * pods, and all requests but those that replica ratio leaves to old pods on their way
 * out.
 *
 * @param stages in order, not empty
 * @param floor ready pods of both releases together at least
 * @param warm how long the old release stays warm after the promotion
 */
public record Schedule(List<Stage> stages, int floor, Duration warm) {

	public Schedule {
		stages = List.copyOf(stages);
	}

	/** The stage of that number. */
	public Stage stage(int number) {
		return this.stages.get(number - 1);
	}

	/** The number of stages. */
	public int size() {
		return this.stages.size();
	}

	/**
	 * The first release of a service: there is nothing to compare with, so it takes all
	 * requests at once, and its gates are asked then.
	 */
	static Schedule first(int replicas, List<GateSpec> gates) {
		return new Schedule(List.of(new Stage(1, replicas, 0, 100, null, 0, Hold.NONE, gates)), replicas,
				Duration.ZERO);
	}

	/** All gates, each name once. */
	static List<GateSpec> join(List<List<GateSpec>> all) {
		Set<String> names = new HashSet<>();
		List<GateSpec> joined = new ArrayList<>();
		all.forEach((some) -> some.stream().filter((gate) -> names.add(gate.name())).forEach(joined::add));
		return joined;
	}

}
