package dev.slipway.runner;

import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Makes {@code sleep 1} inside a closure the step of a second. Groovy gives every object,
 * the closure too, a method {@code sleep} of milliseconds and finds that one first.
 */
final class SleepIsAStep extends CompilationCustomizer {

	SleepIsAStep() {
		super(CompilePhase.CONVERSION);
	}

	@Override
	public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
		if (!type.isScript()) {
			return;
		}
		new ClassCodeVisitorSupport() {
			@Override
			public void visitMethodCallExpression(MethodCallExpression call) {
				if (call.isImplicitThis() && "sleep".equals(call.getMethodAsString())) {
					call.setObjectExpression(VariableExpression.THIS_EXPRESSION);
					call.setImplicitThis(false);
				}
				super.visitMethodCallExpression(call);
			}

			@Override
			protected SourceUnit getSourceUnit() {
				return source;
			}
		}.visitClass(type);
	}

}
