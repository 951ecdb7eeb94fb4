package dev.slipway.runner;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Finds {@code pipeline { }} while a script is compiled, validates it as a whole and
 * makes its directives calls of {@link Block#add}. Errors are syntax errors with line and
 * column: nothing runs.
 */
final class DeclarativeSyntax extends CompilationCustomizer {

	/** The steps that a Jenkinsfile calls in its directives, with their lines. */
	private final Map<String, Integer> steps = new LinkedHashMap<>();

	/** What else a Jenkinsfile may call: its methods and variables. */
	private final Set<String> own = new HashSet<>();

	DeclarativeSyntax() {
		super(CompilePhase.CONVERSION);
	}

	/** The steps that the Jenkinsfile needs from elsewhere, each with its first line. */
	Map<String, Integer> steps() {
		Map<String, Integer> needed = new LinkedHashMap<>(this.steps);
		needed.keySet().removeAll(this.own);
		return needed;
	}

	@Override
	public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
		if (!type.isScript()) {
			return;
		}
		boolean jenkinsfile = type.getNameWithoutPackage().equals(Failures.SCRIPT);
		type.getMethods().stream().map(MethodNode::getName).forEach(this.own::add);
		new ClassCodeVisitorSupport() {
			@Override
			public void visitMethodCallExpression(MethodCallExpression call) {
				ClosureExpression body = body(call);
				if (body == null) {
					super.visitMethodCallExpression(call);
					return;
				}
				DirectiveRewriter rewriter = new DirectiveRewriter(source);
				rewriter.block(body, Place.PIPELINE, call, "pipeline");
				if (jenkinsfile) {
					rewriter.steps().forEach(DeclarativeSyntax.this.steps::putIfAbsent);
				}
			}

			@Override
			public void visitBinaryExpression(BinaryExpression expression) {
				if (expression.getOperation().getText().equals("=")) {
					DeclarativeSyntax.this.own.add(expression.getLeftExpression().getText());
				}
				super.visitBinaryExpression(expression);
			}

			@Override
			public void visitDeclarationExpression(DeclarationExpression expression) {
				DeclarativeSyntax.this.own.add(expression.getLeftExpression().getText());
				super.visitDeclarationExpression(expression);
			}

			@Override
			protected SourceUnit getSourceUnit() {
				return source;
			}
		}.visitClass(type);
	}

	private static @org.jspecify.annotations.Nullable ClosureExpression body(MethodCallExpression call) {
		if (!call.isImplicitThis() || !"pipeline".equals(call.getMethodAsString())
				|| !(call.getArguments() instanceof TupleExpression arguments)) {
			return null;
		}
		boolean block = arguments.getExpressions().size() == 1;
		Expression first = block ? arguments.getExpression(0) : call;
		return (first instanceof ClosureExpression closure) ? closure : null;
	}

}
