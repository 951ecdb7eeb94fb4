package dev.slipway.strategy;

/**
 * What lint has to say about a strategy under the circumstances.
 *
 * @param severity whether the release is refused for it
 * @param rule names the rule, such as {@code unreachable-weight}
 * @param path what it is about, such as {@code spec.strategy.steps[1].weight}
 * @param message what is the matter, with the numbers
 * @param remedy what to do about it
 */
public record Finding(Severity severity, String rule, String path, String message, String remedy) {

	/** Whether the release is refused for it. */
	public enum Severity {

		/** It cannot do what it says: it is refused before anything moves. */
		ERROR,
		/** It can hurt, or not do what was meant. */
		WARNING,
		/** It is good to know, such as what it costs. */
		NOTE

	}

}
