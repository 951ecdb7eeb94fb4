import dev.slipway.BuildEvent
import dev.slipway.Parameters
import dev.slipway.Signature
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** Tells the platform what the build does; see notifyPlatform.txt. */
def call(Map parameters = [:]) {
	Parameters.check('notifyPlatform', parameters, ['event', 'stage', 'status', 'url', 'credentialsId', 'transport'])
	if (env.SLIPWAY_RUNNER == 'local' || env.SLIPWAY_EVENTS == 'off') {
		return
	}
	String url = (parameters.url ?: env.SLIPWAY_URL ?: '').replaceFirst('/+$', '')
	String body = BuildEvent.body(parameters, [SLIPWAY_SERVICE: env.SLIPWAY_SERVICE, SLIPWAY_TEAM: env.SLIPWAY_TEAM,
			JOB_NAME: env.JOB_NAME, BUILD_URL: env.BUILD_URL, BUILD_NUMBER: env.BUILD_NUMBER, BRANCH_NAME: env.BRANCH_NAME,
			GIT_COMMIT: env.GIT_COMMIT, SLIPWAY_KEY: env.SLIPWAY_KEY])
	try {
		withCredentials([string(credentialsId: parameters.credentialsId ?: 'slipway-events', variable: 'SLIPWAY_EVENTS_KEY')]) {
			told(send(url, body, parameters.transport ?: env.SLIPWAY_TRANSPORT))
		}
	}
	catch (FlowInterruptedException ex) {
		throw ex
	}
	catch (Exception ex) {
		echo "The platform is not told of this build, it finds it by looking: ${ex.message}"
		env.SLIPWAY_EVENTS = 'off'
	}
}

private String send(String url, String body, String transport) {
	int status = transport == 'agent' ? -1
			: BuildEvent.send(url, env.SLIPWAY_EVENTS_KEY, body, System.currentTimeMillis().intdiv(1000))
	if (status == -1) {
		return sh(label: 'Tell the platform', returnStdout: true, script: Signature.script(url + BuildEvent.PATH, body))
	}
	String.valueOf(status)
}

private void told(String status) {
	if (!status.trim().startsWith('2')) {
		echo "The platform was not told (HTTP ${status.trim()}); the build goes on"
	}
}
