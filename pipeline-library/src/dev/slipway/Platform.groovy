package dev.slipway

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput
import groovy.json.JsonSlurper

/**
 * The platform's REST API as pipelines use it. Each call is one request and returns plain maps, so nothing of it has to
 * survive a restart of Jenkins. Where the sandbox denies java.net, curl on the agent does the request.
 */
class Platform implements Serializable {

	private static final long serialVersionUID = 1L

	/** Seconds between the tries, about four minutes in all: a platform that is replaced is away for less. */
	private static final List<Integer> PAUSES = [1, 2, 4, 8, 15, 30, 60, 60, 60]

	/** The longest that a busy platform may make a build wait before the next try, in seconds. */
	private static final int LONGEST = 120

	private final String url

	/** The script whose steps wait and run curl. The token is in its environment: a field would be stored with the build. */
	private final Object steps

	private boolean byAgent

	/** @param byAgent whether curl on the agent calls the platform, which a sandboxed library needs */
	Platform(String url, Object steps, boolean byAgent) {
		if (!url) {
			throw new Exception('SLIPWAY_URL is not set; it is the address of the platform')
		}
		this.url = url.endsWith('/') ? url.substring(0, url.length() - 1) : url
		this.steps = steps
		this.byAgent = byAgent
	}

	/** The path of a service's environment. */
	@NonCPS
	static String environment(String service, String environment) {
		"/api/v1/services/${segment(service)}/environments/${segment(environment)}"
	}

	/** The path of a service's previews. */
	@NonCPS
	static String previews(String service) {
		"/api/v1/services/${segment(service)}/previews"
	}

	/** The path of a service's releases to an environment. */
	@NonCPS
	static String releases(String service, String environment) {
		Platform.environment(service, environment) + '/releases'
	}

	/**
	 * The key of a request that a build does once: no other build has it, also not of another branch.
	 * @param what the request, such as a release to dev
	 * @param build BUILD_URL, or the job and its number, and the commit
	 */
	@NonCPS
	static String key(String what, List build) {
		String text = ([what] + build.findAll { it }).join(' ')
		String sent = text.replaceAll(/[^A-Za-z0-9._:@%\/-]+/, '_')
		"${sent.substring(Math.max(0, sent.length() - 180))} ${text.hashCode()}".toString()
	}

	/** A name as part of a path. */
	@NonCPS
	static String segment(String name) {
		if (!(name ==~ /[A-Za-z0-9][A-Za-z0-9._-]*/)) {
			throw new Exception("'${name}' is no name of a service, an environment or an experiment")
		}
		name
	}

	/**
	 * POSTs; repeated with the same key it is done once.
	 * @return {@code status}, {@code location} and {@code body}
	 */
	Map post(String path, Map body, String key) {
		exchange('POST', path, JsonOutput.toJson(body), key)
	}

	/** Asks by some method; a platform that cannot be reached answers with the status 0 and says so. */
	Map ask(String method, String path, Map body, String key) {
		repeated(method, path, body == null ? null : JsonOutput.toJson(body), key)
	}

	/** GETs. */
	Map get(String path) {
		exchange('GET', path, null, null)
	}

	/** GETs; a platform that cannot be reached answers with the status 0 and says so. */
	Map look(String path) {
		repeated('GET', path, null, null)
	}

	private Map exchange(String method, String path, String body, String key) {
		Map answer = repeated(method, path, body, key)
		if (answer.status == 0) {
			throw new Exception(String.valueOf(answer.body.detail))
		}
		answer
	}

	/** Tries again while the platform is away or busy; the waits are steps, which survive a restart of Jenkins. */
	private Map repeated(String method, String path, String body, String key) {
		Map answer = tried(method, address(path), body, key)
		for (int again = 0; again < PAUSES.size() && away(answer); again++) {
			steps.sleep(time: pause(PAUSES[again], answer.retryAfter), unit: 'SECONDS')
			answer = tried(method, address(path), body, key)
		}
		if (answer.status == 0) {
			answer.body = [detail: "The platform at ${url} cannot be reached: ${answer.trouble}".toString()]
		}
		answer
	}

	/** Whether asking later may help: nothing was done, or the key lets it be done once only. */
	@NonCPS
	private static boolean away(Map answer) {
		answer.status == 0 || answer.status == 429 || answer.status >= 500
	}

	/** As long as the platform asks for, within reason. */
	@NonCPS
	static int pause(int seconds, Object retryAfter) {
		String.valueOf(retryAfter) ==~ /\d{1,6}/ ? Math.min(LONGEST, Math.max(1, retryAfter as int)) : seconds
	}

	private Map tried(String method, String address, String body, String key) {
		if (!byAgent) {
			Map answer = direct(method, address, body, key, steps.env.SLIPWAY_TOKEN)
			if (!answer.denied) {
				return answer
			}
			byAgent = true
		}
		String printed = steps.sh(label: "${method} ${address}", returnStdout: true,
				script: Curl.script(method, address, body, key) + ' || true')
		Map answer = Curl.answer(printed ?: '')
		answer.trouble = answer.status == 0 ? 'curl had no answer; the log says why' : null
		answer.body = parsed(answer.text)
		answer
	}

	/** A Location is followed on this platform only, so that the token goes nowhere else. */
	@NonCPS
	private String address(String path) {
		if (path.startsWith(url + '/')) {
			return path
		}
		url + path.replaceFirst('^https?://[^/]+', '')
	}

	/** {@code denied} when the sandbox does not let a folder's library do this. */
	@NonCPS
	private Map direct(String method, String address, String body, String key, String token) {
		try {
			return once(method, address, body, key, token)
		}
		catch (SecurityException ignored) {
			return [status: 0, denied: true]
		}
		catch (IOException ex) {
			return [status: 0, trouble: ex.message ?: ex.toString()]
		}
	}

	@NonCPS
	private Map once(String method, String address, String body, String key, String token) {
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
		[status: status, location: connection.getHeaderField('Location'),
			retryAfter: connection.getHeaderField('Retry-After'), body: parsed(text)]
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
			return text ? plain(new JsonSlurper().parseText(text)) : [:]
		}
		catch (ignored) {
			return [detail: text.take(500)]
		}
	}

	/** The parser's own maps are lazy and cannot be stored with a build. */
	@NonCPS
	private static Object plain(Object read) {
		if (read instanceof Map) {
			Map<String, Object> map = [:]
			for (Map.Entry entry : ((Map) read).entrySet()) {
				map[String.valueOf(entry.key)] = plain(entry.value)
			}
			return map
		}
		if (read instanceof List) {
			List<Object> list = []
			for (Object item : (List) read) {
				list.add(plain(item))
			}
			return list
		}
		read
	}

	/** The names in a list, or in a page of one. */
	@NonCPS
	static List<String> names(Object body) {
		Object items = body instanceof Map ? ((Map) body).items : body
		items instanceof List ? items.collect { String.valueOf(it.name) } : []
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
