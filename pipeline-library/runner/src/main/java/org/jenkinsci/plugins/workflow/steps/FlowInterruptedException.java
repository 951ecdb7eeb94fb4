package org.jenkinsci.plugins.workflow.steps;

/** A step was interrupted: by a user, a time-out, or a failing parallel branch. */
public class FlowInterruptedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public FlowInterruptedException(String message) {
		super(message);
	}

	/** What the build ends with, unless somebody catches this. */
	public String getResult() {
		return "ABORTED";
	}

}
