package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Checks what a step is given, so that a misspelt parameter is an error and not a surprise. */
class Parameters implements Serializable {

	private static final long serialVersionUID = 1L

	/**
	 * Refuses unknown names.
	 * @throws Exception names the step, the parameter and those there are
	 */
	@NonCPS
	static void check(String step, Map given, List<String> names) {
		for (Object name : given.keySet()) {
			if (!names.contains(name.toString())) {
				throw new Exception("${step} has no parameter '${name}'; it has: ${names.join(', ')}")
			}
		}
	}

	/** Refuses to go on without a value. */
	@NonCPS
	static String required(String step, Map given, String name, Object otherwise = null) {
		Object value = given[name] ?: otherwise
		if (!value) {
			throw new Exception("${step} needs the parameter ${name}")
		}
		value.toString()
	}

	/** One of some words. */
	@NonCPS
	static String oneOf(String step, String name, Object value, List<String> words) {
		if (!words.contains(String.valueOf(value))) {
			throw new Exception("${step} knows no ${name} '${value}'; it knows: ${words.join(', ')}")
		}
		value.toString()
	}

}
