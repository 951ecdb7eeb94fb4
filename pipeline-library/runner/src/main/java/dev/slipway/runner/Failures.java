package dev.slipway.runner;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;

import groovy.lang.GroovyRuntimeException;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import hudson.AbortException;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.runtime.InvokerInvocationException;
import org.codehaus.groovy.syntax.SyntaxException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/** What went wrong, said for people. */
final class Failures {

	/** The name of the Jenkinsfile's class, as in Jenkins. */
	static final String SCRIPT = "WorkflowScript";

	private Failures() {
	}

	/** The exception that the Jenkinsfile sees, without the wrappers of Groovy. */
	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		boolean wrapper = failure instanceof InvokerInvocationException || failure instanceof InvocationTargetException
				|| failure instanceof UndeclaredThrowableException
				|| failure.getClass() == GroovyRuntimeException.class;
		return (wrapper && cause != null) ? unwrap(cause) : failure;
	}

	static Result result(Throwable failure) {
		return (unwrap(failure) instanceof FlowInterruptedException) ? Result.ABORTED : Result.FAILURE;
	}

	/** One line or a few, without a stack trace. */
	static String message(Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof StepFailure step && step.cause() != null) {
			return step.cause();
		}
		if (cause instanceof MultipleCompilationErrorsException errors) {
			return syntax(errors);
		}
		String message = String.valueOf(cause.getMessage());
		boolean told = cause instanceof AbortException || cause instanceof FlowInterruptedException
				|| cause instanceof UnknownStep;
		String where = (told) ? "" : place(cause);
		return (told) ? message : cause.getClass().getName() + ": " + message + where;
	}

	/** What to do about it. */
	static @Nullable String remedy(Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof StepFailure step && step.remedy() != null) {
			return step.remedy();
		}
		if (cause instanceof UnknownStep unknown) {
			return "Replace '" + unknown.step()
					+ "' by one of these, move it into sh, or load the library with @Library('slipway@1.0') _";
		}
		if (cause instanceof MultipleCompilationErrorsException) {
			return "Mend the syntax at this place, commit and push";
		}
		if (cause instanceof MissingPropertyException || cause instanceof MissingMethodException) {
			return "Mend the name in the Jenkinsfile, commit and push";
		}
		return (cause instanceof AbortException) ? "Read the log of the failed stage; mend, commit and push" : null;
	}

	private static String syntax(MultipleCompilationErrorsException errors) {
		StringBuilder text = new StringBuilder();
		for (Object error : errors.getErrorCollector().getErrors()) {
			text.append(text.isEmpty() ? "" : "; ");
			if (error instanceof SyntaxErrorMessage message) {
				SyntaxException cause = message.getCause();
				String file = cause.getSourceLocator();
				text.append(SCRIPT.equals(file) ? "Jenkinsfile" : file)
					.append(", line ")
					.append(cause.getLine())
					.append(", column ")
					.append(cause.getStartColumn())
					.append(": ")
					.append(sentence(cause.getOriginalMessage()));
			}
			else {
				text.append(errors.getMessage());
			}
		}
		return text.toString();
	}

	/** The parser prints the end of the file as nothing. */
	private static String sentence(String message) {
		String text = message.strip();
		return text.equals("unexpected token:") ? "the file ends too early; a bracket or a quote is not closed" : text;
	}

	private static String place(Throwable failure) {
		for (StackTraceElement frame : failure.getStackTrace()) {
			String file = String.valueOf(frame.getFileName());
			if (frame.getLineNumber() > 0 && (file.equals(SCRIPT) || file.endsWith(".groovy"))) {
				return " (" + (file.equals(SCRIPT) ? "Jenkinsfile" : file) + ", line " + frame.getLineNumber() + ")";
			}
		}
		return "";
	}

}
