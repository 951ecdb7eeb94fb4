package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Reads the platform's answers about one preview: what is new, whether it is over, and how. */
class PreviewProgress implements Serializable {

	private static final long serialVersionUID = 1L

	private String last = ''

	/** The preview itself, whether the answer is one or has one with details. */
	@NonCPS
	static Map of(Map body) {
		body.preview instanceof Map ? (Map) body.preview : body
	}

	/** A line for the log; null when nothing has changed since the last one. */
	@NonCPS
	String news(Map preview) {
		String reason = preview.reason ? ": ${preview.reason}" : ''
		String address = preview.status == 'RUNNING' && preview.address ? ", at ${preview.address}" : ''
		String line = "${preview.name} of ${preview.branch} is ${preview.status}${reason}${address}"
		if (line == last) {
			return null
		}
		last = line
		line
	}

	/** Whether something else than the image is wanted there now. */
	@NonCPS
	static boolean superseded(Map preview, String image) {
		preview.image && preview.image != image
	}

	@NonCPS
	static boolean over(Map preview) {
		preview.status != 'STARTING'
	}

	@NonCPS
	static boolean good(Map preview) {
		preview.status == 'RUNNING'
	}

	/** Why it does not run. */
	@NonCPS
	static String verdict(Map preview) {
		"${preview.name} of ${preview.branch} is ${preview.status}: ${preview.reason ?: 'no reason given'}"
	}

	/** The name of a branch's preview that is not being removed; null when there is none. */
	@NonCPS
	static String named(Object previews, String branch) {
		List all = previews instanceof List ? (List) previews : []
		for (Object one : all) {
			if (one.branch == branch && one.status != 'REMOVING') {
				return String.valueOf(one.name)
			}
		}
		null
	}

}
