package dev.slipway.runner;

import java.util.Collection;

/** A Jenkinsfile or the library uses a step that the runner does not have. */
final class UnknownStep extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String step;

	UnknownStep(String step, Collection<String> steps, Collection<String> vars) {
		super("No such step '" + step + "'. The local runner has the steps: " + String.join(", ", steps)
				+ (vars.isEmpty() ? "; no library is loaded" : "; and from the library: " + String.join(", ", vars)));
		this.step = step;
	}

	UnknownStep(String step, int line, Collection<String> steps, Collection<String> vars) {
		super("Jenkinsfile, line " + line + ": " + new UnknownStep(step, steps, vars).getMessage());
		this.step = step;
	}

	String step() {
		return this.step;
	}

}
