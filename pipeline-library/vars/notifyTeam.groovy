import dev.slipway.Parameters
import dev.slipway.TeamMessage
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** Tells a team; see notifyTeam.txt. */
def call(Map parameters = [:]) {
	Parameters.check('notifyTeam', parameters, ['message', 'credentialsId', 'to', 'subject'])
	String text = TeamMessage.text(Parameters.required('notifyTeam', parameters, 'message'), [SLIPWAY_SERVICE: env.SLIPWAY_SERVICE,
			JOB_NAME: env.JOB_NAME, BRANCH_NAME: env.BRANCH_NAME, BUILD_NUMBER: env.BUILD_NUMBER, BUILD_URL: env.BUILD_URL])
	try {
		if (parameters.to) {
			mail to: parameters.to, subject: parameters.subject ?: text.readLines()[0], body: text
		}
		if (parameters.credentialsId) {
			withCredentials([string(credentialsId: parameters.credentialsId, variable: 'TEAM_WEBHOOK')]) {
				sh label: 'Tell the team', script: TeamMessage.script(text)
			}
		}
		if (!parameters.to && !parameters.credentialsId) {
			echo text
		}
	}
	catch (FlowInterruptedException ex) {
		throw ex
	}
	catch (Exception ex) {
		echo "The team was not told: ${ex.message}"
	}
}
