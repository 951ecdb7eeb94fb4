package dev.slipway.runner;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/**
 * One directive of a declarative pipeline, as in {@code timeout(time: 1, unit: 'HOURS')}.
 *
 * @param name as the Jenkinsfile says
 * @param line where it stands
 * @param arguments named ones are one map, the first
 * @param body its block; null when it has none
 */
record Directive(String name, int line, List<?> arguments, @Nullable Closure<?> body) {

	/** The first argument; null when there is none. */
	@Nullable Object value() {
		return this.arguments.isEmpty() ? null : this.arguments.get(0);
	}

	/** The first argument as text. */
	String text() {
		return String.valueOf(value());
	}

	/** The named arguments. */
	Map<?, ?> named() {
		return (value() instanceof Map<?, ?> map) ? map : Map.of();
	}

	/** A named argument as text. */
	String named(String argument, String otherwise) {
		Object value = named().get(argument);
		return (value != null) ? value.toString() : otherwise;
	}

	/** Whether it says {@code name()}, {@code name true} or the like, and not false. */
	boolean flag() {
		return !"false".equals(text());
	}

	/** The block as directives, evaluated now. */
	Block block() {
		return Block.read(this.body);
	}

	/** The block as code. */
	Closure<?> code() {
		return Objects.requireNonNull(this.body);
	}

}
