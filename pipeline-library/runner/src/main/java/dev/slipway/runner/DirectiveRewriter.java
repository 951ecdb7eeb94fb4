package dev.slipway.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NamedArgumentListExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.jspecify.annotations.Nullable;

/** Validates one declarative pipeline and rewrites it in place. */
final class DirectiveRewriter {

	private final SourceUnit source;

	private final BlockRules rules = new BlockRules(this::error);

	private final StepsCheck stepsCheck = new StepsCheck(this::error);

	DirectiveRewriter(SourceUnit source) {
		this.source = source;
	}

	/** The steps called in its directives, each with its first line. */
	Map<String, Integer> steps() {
		return this.stepsCheck.steps();
	}

	/** Rewrites a block and all in it. */
	void block(ClosureExpression closure, Place place, ASTNode at, String title) {
		List<Statement> statements = ((BlockStatement) closure.getCode()).getStatements();
		Map<String, ASTNode> seen = new LinkedHashMap<>();
		for (int i = 0; i < statements.size(); i++) {
			Statement statement = statements.get(i);
			if (!(statement instanceof EmptyStatement)) {
				Expression directive = directive(statement, place, seen);
				statements.set(i, (directive != null) ? new ExpressionStatement(directive) : EmptyStatement.INSTANCE);
			}
		}
		this.rules.check(place, title, seen, at);
	}

	private @Nullable Expression directive(Statement statement, Place place, Map<String, ASTNode> seen) {
		Expression expression = (statement instanceof ExpressionStatement one) ? one.getExpression() : null;
		if (place == Place.ENVIRONMENT) {
			return variable(statement, expression);
		}
		if (!(expression instanceof MethodCallExpression call) || !call.isImplicitThis()
				|| call.getMethodAsString() == null) {
			error(statement, "Expected a directive in '" + place.title() + "', which knows: "
					+ String.join(", ", place.names()) + "; each on a line of its own");
			return null;
		}
		String name = call.getMethodAsString();
		Place.Rule rule = place.rule(name);
		if (rule == null) {
			error(call, "'" + name + "' is not known in '" + place.title() + "', which knows: "
					+ String.join(", ", place.names()));
			return null;
		}
		if (seen.put(name, call) != null && this.rules.once(place)) {
			error(call, "'" + name + "' may stand only once in '" + place.title() + "'");
		}
		return rewritten(call, name, rule);
	}

	private @Nullable Expression variable(Statement statement, @Nullable Expression expression) {
		if (expression instanceof BinaryExpression assignment && assignment.getOperation().getText().equals("=")
				&& assignment.getLeftExpression() instanceof VariableExpression name) {
			Expression value = assignment.getRightExpression();
			return add(name.getName(), statement, List.of(), closure(value));
		}
		error(statement, "Expected NAME = value in 'environment'");
		return null;
	}

	private static ClosureExpression closure(Expression value) {
		ExpressionStatement statement = new ExpressionStatement(value);
		statement.setSourcePosition(value);
		ClosureExpression closure = new ClosureExpression(Parameter.EMPTY_ARRAY,
				new BlockStatement(new ArrayList<>(List.of(statement)), new VariableScope()));
		closure.setSourcePosition(value);
		return closure;
	}

	private Expression rewritten(MethodCallExpression call, String name, Place.Rule rule) {
		List<Expression> arguments = arguments(call.getArguments());
		ClosureExpression body = null;
		if (!arguments.isEmpty() && arguments.get(arguments.size() - 1) instanceof ClosureExpression last) {
			body = last;
			arguments.remove(arguments.size() - 1);
		}
		boolean mayHave = rule.kind() != Place.Kind.VALUE && rule.kind() != Place.Kind.IGNORED;
		boolean mustHave = mayHave && rule.kind() != Place.Kind.EITHER;
		if (body != null && !mayHave) {
			error(call, "'" + name + "' takes no block { }");
		}
		else if (body == null && mustHave) {
			error(call, "'" + name + "' needs a block { }");
		}
		else if (body != null) {
			inner(body, call, name, rule, arguments);
		}
		this.rules.arguments(name, arguments, body != null, call);
		List<Expression> kept = (rule.kind() == Place.Kind.IGNORED) ? List.of() : symbols(name, arguments);
		return add(name, call, kept, body);
	}

	private void inner(ClosureExpression body, MethodCallExpression call, String name, Place.Rule rule,
			List<Expression> arguments) {
		switch (rule.kind()) {
			case STEPS -> this.stepsCheck.check(body, name, call);
			case BLOCK, EITHER -> {
				String title = arguments.isEmpty() ? name : name + " '" + arguments.get(0).getText() + "'";
				this.rules.enter(name);
				block(body, rule.inner(name), call, title);
				this.rules.leave(name);
			}
			case CODE, VALUE, IGNORED -> {
				// code of the Jenkinsfile stays as it is
			}
		}
	}

	/** {@code agent any} names no variable. */
	private static List<Expression> symbols(String name, List<Expression> arguments) {
		if (name.equals("agent") && arguments.size() == 1 && arguments.get(0) instanceof VariableExpression symbol) {
			return List.of(new ConstantExpression(symbol.getName()));
		}
		return arguments;
	}

	static List<Expression> arguments(Expression given) {
		List<Expression> arguments = new ArrayList<>();
		if (given instanceof TupleExpression tuple) {
			for (Expression one : tuple.getExpressions()) {
				arguments.add((one instanceof NamedArgumentListExpression named)
						? new MapExpression(named.getMapEntryExpressions()) : one);
			}
		}
		else {
			arguments.add(given);
		}
		return arguments;
	}

	private static Expression add(String name, ASTNode at, List<Expression> arguments, @Nullable Expression body) {
		MethodCallExpression call = new MethodCallExpression(new VariableExpression("delegate"), "add",
				new ArgumentListExpression(List.of(new ConstantExpression(name),
						new ConstantExpression(at.getLineNumber()), new ListExpression(new ArrayList<>(arguments)),
						(body != null) ? body : new ConstantExpression(null))));
		call.setImplicitThis(false);
		call.setSourcePosition(at);
		return call;
	}

	private void error(ASTNode at, String message) {
		this.source.getErrorCollector()
			.addErrorAndContinue(new SyntaxErrorMessage(
					new SyntaxException(message, at.getLineNumber(), at.getColumnNumber()), this.source));
	}

}
