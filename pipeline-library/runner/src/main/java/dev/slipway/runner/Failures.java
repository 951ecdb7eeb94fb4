package dev.slipway.runner;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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

	/**
	 * A failed {@code assert} is a failure like others, although Java calls it an error.
	 */
	static Exception exception(Throwable failure) {
		return (failure instanceof Exception exception) ? exception : new UndeclaredThrowableException(failure);
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
		if (cause instanceof FileSystemException file) {
			return file(file) + place(cause);
		}
		String message = cause.getMessage();
		if (message == null || message.isBlank()) {
			return "The Jenkinsfile failed with " + cause.getClass().getSimpleName() + place(cause);
		}
		boolean told = cause instanceof AbortException || cause instanceof FlowInterruptedException
				|| cause instanceof UnknownStep;
		return told ? message : message + place(cause);
	}

	/** The message of such an exception is a path and nothing else. */
	private static String file(FileSystemException failure) {
		String reason = failure.getReason();
		String what = (failure instanceof NoSuchFileException) ? "is not there"
				: (failure instanceof AccessDeniedException) ? "may not be read or written"
						: "cannot be used: " + ((reason != null) ? reason : failure.getClass().getSimpleName());
		return "The file " + failure.getFile() + " " + what;
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
		if (cause instanceof FlowInterruptedException) {
			return String.valueOf(cause.getMessage()).startsWith("Timeout")
					? "Find in the log what it waited for; raise the time of the step if it needs it" : null;
		}
		return place(cause).isEmpty() ? "Read the log of the failed stage; mend, commit and push"
				: "Mend this place in the Jenkinsfile, commit and push";
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
				text.append(String.valueOf(errors.getMessage()).lines().findFirst().orElse("It does not compile"));
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
