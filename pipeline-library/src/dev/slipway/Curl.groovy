package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/**
 * One HTTP exchange by curl on the agent, for pipelines whose sandbox denies them java.net. The token comes from the
 * environment and reaches curl by its standard input: it is in no argument and in no line of the log.
 */
class Curl implements Serializable {

	private static final long serialVersionUID = 1L

	/** The script; it prints the answer with its headers. The token is expected in SLIPWAY_TOKEN. */
	@NonCPS
	static String script(String method, String address, String body, String key) {
		List<String> arguments = ['curl', '--silent', '--show-error', '--include', '--max-time', '30', '--config', '-',
				'--request', method, '--header', 'Accept: application/json, application/problem+json']
		if (key) {
			arguments.addAll(['--header', "Idempotency-Key: ${key}".toString()])
		}
		if (body != null) {
			arguments.addAll(['--header', 'Content-Type: application/json', '--data-binary', body.startsWith('@') ? ' ' + body : body])
		}
		arguments.add(address)
		'set +x\nprintf \'header = "Authorization: Bearer %s"\\n\' "$SLIPWAY_TOKEN" | ' + Shell.command(arguments)
	}

	/** Reads what the script printed: {@code status}, {@code location}, {@code retryAfter} and {@code text}; the last answer counts. */
	@NonCPS
	static Map answer(String printed) {
		String rest = printed.replace('\r\n', '\n')
		int status = 0
		String location = null
		String retryAfter = null
		while (rest.startsWith('HTTP/')) {
			int end = rest.indexOf('\n\n')
			String head = end < 0 ? rest : rest.substring(0, end)
			rest = end < 0 ? '' : rest.substring(end + 2)
			status = head.readLines()[0].split(' ')[1] as int
			location = null
			retryAfter = null
			for (String line : head.readLines()) {
				if (line.toLowerCase(Locale.ROOT).startsWith('location:')) {
					location = line.substring('location:'.length()).trim()
				}
				if (line.toLowerCase(Locale.ROOT).startsWith('retry-after:')) {
					retryAfter = line.substring('retry-after:'.length()).trim()
				}
			}
		}
		[status: status, location: location, retryAfter: retryAfter, text: rest]
	}

}
