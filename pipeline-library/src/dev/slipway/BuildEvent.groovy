package dev.slipway

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** What a build tells the platform about itself: that it started, that a stage did, that it ended. */
class BuildEvent implements Serializable {

	private static final long serialVersionUID = 1L

	static final List<String> KINDS = ['started', 'stage', 'completed']

	static final String PATH = '/api/v1/build-server/events'

	/** The body; what is not known is left out. */
	@NonCPS
	static String body(Map event, Map env) {
		Map all = [event: Parameters.oneOf('notifyPlatform', 'event', event.event, KINDS), service: env.SLIPWAY_SERVICE,
				team: env.SLIPWAY_TEAM, job: env.JOB_NAME, url: env.BUILD_URL, number: number(env.BUILD_NUMBER),
				branch: env.BRANCH_NAME, commit: env.GIT_COMMIT, key: env.SLIPWAY_KEY, stage: event.stage,
				status: event.status]
		JsonOutput.toJson(all.findAll { it.value != null && it.value != '' })
	}

	@NonCPS
	private static Integer number(Object text) {
		text == null ? null : text as int
	}

	/**
	 * Signs and sends, once, from where the pipeline runs.
	 * @return the HTTP status; 0 when the platform was not reached, -1 when the sandbox denies it
	 */
	@NonCPS
	static int send(String url, String secret, String body, long epochSecond) {
		try {
			HttpURLConnection connection = (HttpURLConnection) new URL(url + PATH).openConnection()
			connection.requestMethod = 'POST'
			connection.connectTimeout = 3000
			connection.readTimeout = 5000
			connection.instanceFollowRedirects = false
			connection.doOutput = true
			connection.setRequestProperty('Content-Type', 'application/json')
			connection.setRequestProperty(Signature.TIMESTAMP, String.valueOf(epochSecond))
			connection.setRequestProperty(Signature.HEADER, Signature.of(secret, epochSecond, body))
			connection.outputStream.write(body.getBytes('UTF-8'))
			connection.outputStream.close()
			return connection.responseCode
		}
		catch (SecurityException ignored) {
			return -1
		}
		catch (IOException ignored) {
			return 0
		}
	}

}
