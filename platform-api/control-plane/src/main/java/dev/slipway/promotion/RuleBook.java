package dev.slipway.promotion;

import java.util.List;
import java.util.Map;

/**
 * The rules of all environments.
 *
 * @param byEnvironment those that have rules of their own
 */
public record RuleBook(Map<String, EnvironmentRules> byEnvironment) {

	public RuleBook {
		byEnvironment = Map.copyOf(byEnvironment);
	}

	/** The rules of an environment; one that is not configured has none. */
	public EnvironmentRules of(String environment) {
		return this.byEnvironment.getOrDefault(environment, EnvironmentRules.NONE);
	}

	/** The environments whose releases come after those of one. */
	public List<String> after(String environment) {
		return this.byEnvironment.entrySet()
			.stream()
			.filter((entry) -> environment.equals(entry.getValue().after()))
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

}
