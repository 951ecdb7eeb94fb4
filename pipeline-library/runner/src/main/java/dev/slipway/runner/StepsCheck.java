package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** A block of steps in a declarative pipeline holds calls of steps and nothing else. */
final class StepsCheck {

	/** Steps whose blocks hold steps by the same rule. */
	private static final Set<String> BLOCKS = Set.of("dir", "node", "timeout", "retry", "withEnv", "withCredentials",
			"catchError", "warnError", "timestamps", "lock", "ansiColor");

	private final BiConsumer<ASTNode, String> errors;

	private final Map<String, Integer> steps = new LinkedHashMap<>();

	StepsCheck(BiConsumer<ASTNode, String> errors) {
		this.errors = errors;
	}

	/** The steps seen, each with its first line. */
	Map<String, Integer> steps() {
		return this.steps;
	}

	void check(ClosureExpression body, String title, ASTNode at) {
		List<Statement> statements = ((BlockStatement) body.getCode()).getStatements();
		if (statements.isEmpty()) {
			this.errors.accept(at, "'" + title + "' is empty; it needs a step");
		}
		for (Statement statement : statements) {
			if (!(statement instanceof EmptyStatement)) {
				check(statement, title);
			}
		}
	}

	private void check(Statement statement, String title) {
		if (!(statement instanceof ExpressionStatement one)
				|| !(one.getExpression() instanceof MethodCallExpression call)) {
			this.errors.accept(statement,
					"Expected a step in '" + title + "'; Groovy code must be put into script { }");
			return;
		}
		String name = call.getMethodAsString();
		if (!call.isImplicitThis() || name == null) {
			this.errors.accept(statement, "Methods of objects may be called in script { } only");
			return;
		}
		this.steps.putIfAbsent(name, call.getLineNumber());
		List<Expression> arguments = DirectiveRewriter.arguments(call.getArguments());
		if (BLOCKS.contains(name) && !arguments.isEmpty()
				&& arguments.get(arguments.size() - 1) instanceof ClosureExpression inner) {
			check(inner, name, call);
		}
	}

}
