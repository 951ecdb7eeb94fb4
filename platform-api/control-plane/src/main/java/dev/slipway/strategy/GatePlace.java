package dev.slipway.strategy;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.strategy.Strategy.BlueGreen;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.Rolling;

/**
 * A gate or a guard rail, and where it is written.
 *
 * @param path such as {@code spec.strategy.steps[0].gates[1]}
 * @param gate what is written there
 */
record GatePlace(String path, GateSpec gate) {

	/** All of a strategy. */
	static List<GatePlace> of(Strategy strategy) {
		List<GatePlace> places = new ArrayList<>(at(Findings.path("guardRails"), strategy.terms().guardRails()));
		if (strategy instanceof Rolling rolling) {
			places.addAll(at(Findings.path("gates"), rolling.gates()));
		}
		else if (strategy instanceof BlueGreen blueGreen) {
			places.addAll(at(Findings.path("before.gates"), blueGreen.before()));
			places.addAll(at(Findings.path("after.gates"), blueGreen.after()));
		}
		else if (strategy instanceof Canary canary) {
			for (int index = 0; index < canary.steps().size(); index++) {
				places.addAll(at(Findings.step(index, "gates"), canary.steps().get(index).gates()));
			}
		}
		return places;
	}

	/** Whether it is a guard rail. */
	boolean watches() {
		return this.path.startsWith(Findings.path("guardRails"));
	}

	private static List<GatePlace> at(String list, List<GateSpec> gates) {
		List<GatePlace> places = new ArrayList<>();
		for (GateSpec gate : gates) {
			places.add(new GatePlace(list + "[" + places.size() + "]", gate));
		}
		return places;
	}

}
