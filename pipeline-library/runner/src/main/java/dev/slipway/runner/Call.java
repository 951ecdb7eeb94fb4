package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import groovy.lang.Closure;
import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a step: its parameters and its body.
 *
 * @param step the step's name
 * @param values the parameters by name; the unnamed one under its own
 * @param body the block; null when none was given
 */
record Call(String step, Map<String, @Nullable Object> values, @Nullable Closure<?> body) {

	/** Reads what Groovy passed: (map), (value), each with or without a block. */
	static Call of(Step step, @Nullable Object[] arguments) throws AbortException {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		Closure<?> body = null;
		int count = arguments.length;
		if (count > 0 && arguments[count - 1] instanceof Closure<?> closure) {
			body = closure;
			count--;
		}
		for (int i = 0; i < count; i++) {
			if (i == 0 && arguments[i] instanceof Map<?, ?> named && !step.takesMap()) {
				named.forEach((name, value) -> values.put(String.valueOf(name), value));
			}
			else if (step.main() != null && !values.containsKey(step.main())) {
				values.put(step.main(), arguments[i]);
			}
			else {
				throw new AbortException("Too many arguments for the step '" + step.name() + "'");
			}
		}
		checkNames(step, values);
		if (body == null && step.body()) {
			throw new AbortException("The step '" + step.name() + "' must be called with a body { }");
		}
		return new Call(step.name(), values, body);
	}

	private static void checkNames(Step step, Map<String, @Nullable Object> values) throws AbortException {
		for (String name : values.keySet()) {
			if (!step.parameters().contains(name)) {
				throw new AbortException("Unknown parameter '" + name + "' of the step '" + step.name()
						+ "'; the local runner knows: " + String.join(", ", new TreeSet<>(step.parameters())));
			}
		}
	}

	@Nullable Object value(String name) {
		return this.values.get(name);
	}

	/** A parameter that must be there. */
	String text(String name) throws AbortException {
		Object value = this.values.get(name);
		if (value == null) {
			throw new AbortException("The step '" + this.step + "' needs the parameter '" + name + "'");
		}
		return value.toString();
	}

	String text(String name, String otherwise) {
		Object value = this.values.get(name);
		return (value != null) ? value.toString() : otherwise;
	}

	boolean flag(String name) {
		return Boolean.TRUE.equals(this.values.get(name));
	}

	long number(String name, long otherwise) throws AbortException {
		Object value = this.values.get(name);
		if (value == null) {
			return otherwise;
		}
		if (value instanceof Number number) {
			return number.longValue();
		}
		try {
			return Long.parseLong(value.toString().trim());
		}
		catch (NumberFormatException ex) {
			throw new AbortException(
					"The parameter '" + name + "' of the step '" + this.step + "' must be a number, not " + value);
		}
	}

}
