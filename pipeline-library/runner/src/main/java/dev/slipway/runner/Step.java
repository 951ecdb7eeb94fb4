package dev.slipway.runner;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A step of the pipeline language.
 *
 * @param name as Jenkinsfiles call it
 * @param main the parameter that may be given without its name
 * @param parameters all parameters
 * @param body whether it must be given a block
 * @param takesMap whether its one argument is a map of anything, as in {@code parallel}
 * @param action what it does
 */
record Step(String name, @Nullable String main, Set<String> parameters, boolean body, boolean takesMap, Action action) {

	/** Without a block; the first parameter is the one that needs no name. */
	static Step simple(String name, Action action, String... parameters) {
		return new Step(name, first(parameters), Set.of(parameters), false, false, action);
	}

	/** With a block. */
	static Step block(String name, Action action, String... parameters) {
		return new Step(name, first(parameters), Set.of(parameters), true, false, action);
	}

	private static @Nullable String first(String... parameters) {
		return (parameters.length > 0) ? parameters[0] : null;
	}

	/** What a step does. */
	interface Action {

		@Nullable Object run(Call call) throws Exception;

	}

}
