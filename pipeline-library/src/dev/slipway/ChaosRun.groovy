package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Reads the platform's answers about a run of a chaos experiment. */
class ChaosRun implements Serializable {

	private static final long serialVersionUID = 1L

	/** A line for the log. */
	@NonCPS
	static String news(Map run) {
		"Experiment ${run.experiment} run ${run.number} ${run.ended ? run.verdict : run.status}"
	}

	@NonCPS
	static boolean good(Map run) {
		run.verdict == 'PASSED'
	}

	/** Why it does not pass. */
	@NonCPS
	static String verdict(Map run) {
		String reasons = (run.reasons ?: []).join('; ')
		"Experiment ${run.experiment} ended as ${run.verdict}: ${reasons ?: 'no reason given'}"
	}

}
