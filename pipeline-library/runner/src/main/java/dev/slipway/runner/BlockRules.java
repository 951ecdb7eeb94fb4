package dev.slipway.runner;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** What blocks of a declarative pipeline must hold and what excludes what. */
final class BlockRules {

	private static final Set<Place> MANY = Set.of(Place.STAGES, Place.AXES, Place.EXCLUDES, Place.EXCLUDE,
			Place.PARAMETERS, Place.CONDITION, Place.WHEN, Place.LIBRARIES, Place.TRIGGERS, Place.TOOLS);

	private static final List<String> CONTENTS = List.of("steps", "stages", "parallel", "matrix");

	private static final Set<String> CONCURRENT = Set.of("parallel", "matrix");

	private final BiConsumer<ASTNode, String> errors;

	private int concurrent;

	BlockRules(BiConsumer<ASTNode, String> errors) {
		this.errors = errors;
	}

	/** Whether a directive may stand only once in such a block. */
	boolean once(Place place) {
		return !MANY.contains(place);
	}

	/** Goes into the block of a directive. */
	void enter(String directive) {
		this.concurrent += CONCURRENT.contains(directive) ? 1 : 0;
	}

	/** Comes out of it. */
	void leave(String directive) {
		this.concurrent -= CONCURRENT.contains(directive) ? 1 : 0;
	}

	/** Whether the block as a whole is right. */
	void check(Place place, String title, Map<String, ASTNode> seen, ASTNode at) {
		switch (place) {
			case PIPELINE -> {
				need(title, seen, at, "agent");
				need(title, seen, at, "stages");
			}
			case STAGE -> stage(title, seen, at);
			case MATRIX -> {
				need(title, seen, at, "axes");
				need(title, seen, at, "stages");
			}
			case AXIS -> {
				need(title, seen, at, "name");
				need(title, seen, at, "values");
			}
			case EXCLUDED -> need(title, seen, at, "name");
			case INPUT -> need(title, seen, at, "message");
			case STAGES, POST, AXES, WHEN, CONDITION, EXCLUDES -> {
				if (seen.isEmpty()) {
					this.errors.accept(at, "'" + title + "' is empty; it knows: " + String.join(", ", place.names()));
				}
			}
			default -> {
				// may be empty, and hold what it knows in any number
			}
		}
	}

	private void need(String title, Map<String, ASTNode> seen, ASTNode at, String name) {
		if (!seen.containsKey(name)) {
			this.errors.accept(at, "'" + title + "' needs '" + name + "'");
		}
	}

	private void stage(String title, Map<String, ASTNode> seen, ASTNode at) {
		List<String> contents = CONTENTS.stream().filter(seen::containsKey).toList();
		if (contents.size() != 1) {
			this.errors.accept(at, title + " needs one of " + String.join(", ", CONTENTS)
					+ (contents.isEmpty() ? "" : ", not " + String.join(" and ", contents)));
			return;
		}
		boolean branches = CONCURRENT.contains(contents.get(0));
		if (branches && this.concurrent > 0) {
			this.errors.accept(at, title + ": parallel or matrix may not stand within another parallel or matrix");
		}
		if (branches && seen.containsKey("agent")) {
			this.errors.accept(seen.get("agent"), "'agent' is not allowed in " + title + ", which contains "
					+ contents.get(0) + "; give it to the stages in it");
		}
		if (!branches && seen.containsKey("failFast")) {
			this.errors.accept(seen.get("failFast"), "'failFast' needs parallel or matrix in " + title);
		}
	}

	/** Whether a directive has the arguments that it needs. */
	void arguments(String name, List<Expression> arguments, boolean block, ASTNode at) {
		if (name.equals("stage") && arguments.size() != 1) {
			this.errors.accept(at, "'stage' needs a name");
		}
		if (name.equals("agent") && !block && !agent(arguments)) {
			this.errors.accept(at,
					"'agent' is any, none or a block with one of: " + String.join(", ", Place.AGENT.names()));
		}
	}

	private static boolean agent(List<Expression> arguments) {
		return arguments.size() == 1
				&& (arguments.get(0) instanceof VariableExpression || arguments.get(0) instanceof ConstantExpression)
				&& Set.of("any", "none").contains(arguments.get(0).getText());
	}

}
