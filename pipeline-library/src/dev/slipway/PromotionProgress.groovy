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

	/** Whether somebody took it back, or something newer came. */
	@NonCPS
	static boolean overtaken(Map promotion) {
		['WITHDRAWN', 'OUTDATED'].contains(String.valueOf(promotion.status))
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

	/** Of the environments on a service's way those wanted that something can be promoted to, in their order. */
	@NonCPS
	static List<String> wanted(List lane, List wanted) {
		List<String> found = []
		for (Object entry : lane) {
			if (wanted.contains(entry.environment) && entry.from) {
				found.add(String.valueOf(entry.environment))
			}
		}
		found
	}

	/**
	 * What to do about an environment now: {@code promote}, or {@code skip} because the image runs there, or neither; the
	 * {@code message} says why not.
	 * @param lane the service's environments as they are now
	 * @param image what the build made; nothing else is promoted
	 * @param unasked whether this is the last environment and nobody named it
	 */
	@NonCPS
	static Map step(List lane, String environment, String image, boolean unasked) {
		Map here = entry(lane, environment)
		Map before = entry(lane, String.valueOf(here.from))
		if (digest(image) == digest(running(here))) {
			return [skip: true, message: "${environment} runs this build's image already".toString()]
		}
		if (digest(image) != digest(running(before))) {
			return stop(environment, "${here.from} runs ${running(before) ?: 'nothing'}, which is not this build's image")
		}
		if (here.automatic) {
			return stop(environment, 'the platform promotes there by itself')
		}
		if (unasked && !here.approvals) {
			return stop(environment, "nobody has to approve it there. Let the environment's rules ask for approvals, or name it: "
					+ "servicePipeline(promote: ['${environment}'])")
		}
		here.obstacle ? stop(environment, here.obstacle) : [promote: true]
	}

	@NonCPS
	private static Map stop(String environment, Object why) {
		[message: "The build does not promote to ${environment}: ${why}".toString()]
	}

	@NonCPS
	private static Map entry(List lane, String environment) {
		for (Object entry : lane) {
			if (entry.environment == environment) {
				return (Map) entry
			}
		}
		[:]
	}

	@NonCPS
	private static String running(Map entry) {
		entry.runs instanceof Map ? entry.runs.image : null
	}

	/** An image may have another name elsewhere; without a digest it is no known image. */
	@NonCPS
	private static String digest(String image) {
		image != null && image.contains('@') ? image.substring(image.indexOf('@') + 1) : "none of ${image}".toString()
	}

}
