package org.jenkinsci.plugins.workflow.steps

/** What Jenkins throws into a build that is aborted or out of time; its own class is in no public repository. */
class FlowInterruptedException extends InterruptedException {

	private static final long serialVersionUID = 1L

	FlowInterruptedException(String message) {
		super(message)
	}

}
