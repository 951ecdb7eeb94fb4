package dev.slipway

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput
import groovy.json.JsonSlurperClassic

/**
 * The platform's REST API as pipelines use it. Each call is one request of java.net and returns plain maps, so nothing
 * of it has to survive a restart of Jenkins.
 */
class Platform implements Serializable {

	private static final long serialVersionUID = 1L

	private static final int ATTEMPTS = 4

	private final String url

	private final String token

	Platform(String url, String token) {
		if (!url) {
			throw new IllegalArgumentException('SLIPWAY_URL is not set; it is the address of the platform')
		}
		this.url = url.endsWith('/') ? url.substring(0, url.length() - 1) : url
		this.token = token
	}

	/** The path of a service's releases to an environment. */
	@NonCPS
	static String releases(String service, String environment) {
		"/api/v1/services/${service}/environments/${environment}/releases"
	}

	/**
	 * POSTs; repeated with the same key it is done once.
	 * @return {@code status}, {@code location} and {@code body}
	 */
	@NonCPS
	Map post(String path, Map body, String key) {
		exchange('POST', path, JsonOutput.toJson(body), key)
	}

	/** GETs. */
	@NonCPS
	Map get(String path) {
		exchange('GET', path, null, null)
	}

	@NonCPS
	private Map exchange(String method, String path, String body, String key) {
		IOException last = null
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			try {
				Map answer = once(method, path, body, key)
				if (answer.status < 500 || attempt == ATTEMPTS) {
					return answer
				}
			}
			catch (IOException ex) {
				last = ex
			}
			Thread.sleep(250L * attempt)
		}
		throw new IOException("The platform at ${url} cannot be reached: ${last?.message}", last)
	}

	@NonCPS
	private Map once(String method, String path, String body, String key) {
		String address = path.startsWith('http') ? path : url + path
		HttpURLConnection connection = (HttpURLConnection) new URL(address).openConnection()
		connection.requestMethod = method
		connection.connectTimeout = 5000
		connection.readTimeout = 30000
		connection.instanceFollowRedirects = false
		connection.setRequestProperty('Accept', 'application/json, application/problem+json')
		if (token) {
			connection.setRequestProperty('Authorization', 'Bearer ' + token)
		}
		if (key) {
			connection.setRequestProperty('Idempotency-Key', key)
		}
		if (body != null) {
			connection.doOutput = true
			connection.setRequestProperty('Content-Type', 'application/json')
			connection.outputStream.write(body.getBytes('UTF-8'))
			connection.outputStream.close()
		}
		int status = connection.responseCode
		InputStream stream = status < 400 ? connection.inputStream : connection.errorStream
		String text = stream == null ? '' : new String(bytes(stream), 'UTF-8')
		[status: status, location: connection.getHeaderField('Location'), body: parsed(text)]
	}

	@NonCPS
	private static byte[] bytes(InputStream stream) {
		ByteArrayOutputStream all = new ByteArrayOutputStream()
		byte[] buffer = new byte[8192]
		int count = stream.read(buffer)
		while (count >= 0) {
			all.write(buffer, 0, count)
			count = stream.read(buffer)
		}
		stream.close()
		all.toByteArray()
	}

	@NonCPS
	private static Object parsed(String text) {
		try {
			return text ? new JsonSlurperClassic().parseText(text) : [:]
		}
		catch (ignored) {
			return [detail: text.take(500)]
		}
	}

	/** What a refusal says: the problem, its fields and the remedy. */
	@NonCPS
	static String explain(Map answer) {
		Map problem = answer.body instanceof Map ? (Map) answer.body : [:]
		StringBuilder text = new StringBuilder()
		text.append(problem.detail ?: problem.title ?: 'no reason given').append(" (HTTP ${answer.status})")
		if (problem.fields instanceof Map) {
			text.append('; ').append(((Map) problem.fields).collect { name, message -> "${name}: ${message}" }.join('; '))
		}
		if (problem.remedy) {
			text.append('. What to do: ').append(problem.remedy)
		}
		text.toString()
	}

	@NonCPS
	@Override
	String toString() {
		"the platform at ${url}"
	}

}
