package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Reads the platform's answers about one promotion: what is new, whether it waits for people, whether it is over. */
class PromotionProgress implements Serializable {

	private static final long serialVersionUID = 1L

	private static final List<String> RUNNING = ['SOAKING', 'ASKING', 'RELEASING', 'FOLLOWING']

	private String last = ''

	/** The promotion itself, whether the answer is one or has one with details. */
	@NonCPS
	static Map of(Map body) {
		body.promotion instanceof Map ? (Map) body.promotion : body
	}

	/** A line for the log; null when nothing has changed since the last one. */
	@NonCPS
	String news(Map promotion) {
		String reason = promotion.reason ? ": ${promotion.reason}" : ''
		String line = "Promotion ${promotion.number} to ${promotion.environment} ${promotion.status}${reason}"
		if (line == last) {
			return null
		}
		last = line
		line
	}

	@NonCPS
	static boolean over(Map promotion) {
		!RUNNING.contains(String.valueOf(promotion.status))
	}

	@NonCPS
	static boolean good(Map promotion) {
		promotion.status == 'SUCCEEDED'
	}

	/** Whether people have to agree before it goes on. */
	@NonCPS
	static boolean asks(Map promotion) {
		promotion.status == 'ASKING' && (promotion.approvals ?: 0) > (promotion.answers ?: []).count { it.approves }
	}

	/** Why it did not succeed. */
	@NonCPS
	static String verdict(Map promotion) {
		"Promotion ${promotion.number} to ${promotion.environment} ended as ${promotion.status}: ${promotion.reason ?: 'no reason given'}"
	}

	/** Of the environments on a service's way, those wanted that the platform does not promote to by itself. */
	@NonCPS
	static List<String> wanted(List lane, List wanted) {
		List<String> found = []
		for (Object entry : lane) {
			if (wanted.contains(entry.environment) && entry.from && !entry.automatic) {
				found.add(String.valueOf(entry.environment))
			}
		}
		found
	}

}
