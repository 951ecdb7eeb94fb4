import dev.slipway.Parameters
import dev.slipway.Shell

/** Asks what was released whether it answers; see smokeTest.txt. */
def call(Map parameters = [:]) {
	Parameters.check('smokeTest', parameters, ['url', 'paths', 'attempts', 'script'])
	if (parameters.script) {
		sh label: 'Smoke test', script: parameters.script
		return
	}
	String url = Parameters.required('smokeTest', parameters, 'url')
	List paths = parameters.paths ?: ['/']
	for (int i = 0; i < paths.size(); i++) {
		String address = url.replaceFirst('/+$', '') + paths[i]
		sh label: "Smoke test ${address}", script: Shell.command(['curl', '--fail', '--silent', '--show-error', '--location',
				'--output', '/dev/null', '--max-time', '10', '--retry', parameters.attempts ?: 10, '--retry-delay', '2',
				'--retry-all-errors', address])
	}
}
