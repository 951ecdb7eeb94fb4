package dev.slipway.runner;

import java.util.ArrayList;
import java.util.List;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Collects what a Jenkinsfile's {@code @Library} annotations ask for while it is
 * compiled.
 */
final class LibraryAnnotations extends CompilationCustomizer {

	private final List<String> wanted = new ArrayList<>();

	LibraryAnnotations() {
		super(CompilePhase.CONVERSION);
	}

	/** The libraries asked for, each {@code name} or {@code name@version}. */
	List<String> wanted() {
		return this.wanted;
	}

	@Override
	public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
		if (!type.getNameWithoutPackage().equals(Failures.SCRIPT)) {
			return;
		}
		for (ImportNode node : source.getAST().getImports()) {
			collect(node);
		}
		for (ImportNode node : source.getAST().getStarImports()) {
			collect(node);
		}
		new ClassCodeVisitorSupport() {
			@Override
			public void visitAnnotations(AnnotatedNode node) {
				collect(node);
				super.visitAnnotations(node);
			}

			@Override
			protected SourceUnit getSourceUnit() {
				return source;
			}
		}.visitClass(type);
	}

	private void collect(AnnotatedNode node) {
		for (AnnotationNode annotation : node.getAnnotations()) {
			String name = annotation.getClassNode().getName();
			if (name.equals("Library") || name.equals(org.jenkinsci.plugins.workflow.libs.Library.class.getName())) {
				Expression value = annotation.getMember("value");
				List<? extends ASTNode> items = (value instanceof ListExpression list) ? list.getExpressions()
						: List.of(value);
				for (ASTNode item : items) {
					if (item instanceof ConstantExpression constant) {
						this.wanted.add(String.valueOf(constant.getValue()));
					}
				}
			}
		}
	}

}
