package dev.slipway.runner;

import java.util.ArrayList;
import java.util.List;

import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/**
 * The directives of one block of a declarative pipeline. {@link DeclarativeSyntax} makes
 * each directive of a Jenkinsfile a call of {@link #add}; they are evaluated when the
 * block is read, so that values may use what was known by then. Public because compiled
 * scripts call it.
 */
public final class Block {

	private final List<Directive> directives = new ArrayList<>();

	Block() {
	}

	/** Called by the Jenkinsfile for each of its directives. */
	public void add(String name, int line, List<?> arguments, @Nullable Closure<?> body) {
		this.directives.add(new Directive(name, line, new ArrayList<>(arguments), body));
	}

	/** Evaluates a block. */
	static Block read(@Nullable Closure<?> body) {
		Block block = new Block();
		if (body != null) {
			Closure<?> copy = (Closure<?>) body.clone();
			copy.setDelegate(block);
			copy.call();
		}
		return block;
	}

	/** All directives, in their order. */
	List<Directive> all() {
		return this.directives;
	}

	/** All of that name. */
	List<Directive> all(String name) {
		return this.directives.stream().filter((one) -> one.name().equals(name)).toList();
	}

	/** The directive of that name; null when there is none. */
	@Nullable Directive find(String name) {
		List<Directive> found = all(name);
		return found.isEmpty() ? null : found.get(0);
	}

	/** The block of the directive of that name; an empty one when there is none. */
	Block inner(String name) {
		Directive found = find(name);
		return (found != null) ? found.block() : new Block();
	}

	/** Whether there is such a directive that does not say false. */
	boolean flag(String name) {
		Directive found = find(name);
		return found != null && found.flag();
	}

}
