package dev.slipway.strategy;

import java.util.Map;

/**
 * A gate or a guard rail as a team writes it.
 *
 * @param name names it within the release, such as {@code errors}
 * @param kind which gate, such as {@code metric}, {@code compare} or {@code approval}
 * @param settings what that kind needs, as texts
 */
public record GateSpec(String name, String kind, Map<String, String> settings) {

	public GateSpec {
		settings = Map.copyOf(settings);
	}

}
