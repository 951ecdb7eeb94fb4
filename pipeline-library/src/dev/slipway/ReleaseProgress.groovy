package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Reads the platform's answers about one release: what is new, whether it is over, and how. */
class ReleaseProgress implements Serializable {

	private static final long serialVersionUID = 1L

	private static final List<String> GOOD = ['SUCCEEDED']

	private static final List<String> RUNNING = ['PENDING', 'QUEUED', 'PROGRESSING', 'PAUSED', 'RUNNING']

	private String last = ''

	/** A line for the log; null when nothing has changed since the last one. */
	@NonCPS
	String news(Map release) {
		String pods = release.replicas == null ? '' : ", ${release.readyReplicas ?: 0}/${release.replicas} pods ready"
		String reason = release.reason ? ": ${release.reason}" : ''
		String line = "Release ${release.number} ${release.phase ?: release.status}${pods}${reason}"
		if (line == last) {
			return null
		}
		last = line
		line
	}

	/** Whether nothing more happens. */
	@NonCPS
	static boolean over(Map release) {
		!RUNNING.contains(String.valueOf(release.status))
	}

	/** Whether it did what was wanted. */
	@NonCPS
	static boolean good(Map release) {
		GOOD.contains(String.valueOf(release.status))
	}

	/** Why not. */
	@NonCPS
	static String verdict(Map release) {
		"Release ${release.number} ended as ${release.status}: ${release.reason ?: 'no reason given'}"
	}

}
