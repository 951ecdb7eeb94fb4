package dev.slipway

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** A message to a team's chat, sent by curl; the address is a secret and reaches curl by its standard input. */
class TeamMessage implements Serializable {

	private static final long serialVersionUID = 1L

	/** One line on what a build did. */
	@NonCPS
	static String text(String message, Map env) {
		String build = [env.SLIPWAY_SERVICE ?: env.JOB_NAME, env.BRANCH_NAME, env.BUILD_NUMBER ? "#${env.BUILD_NUMBER}" : null]
				.findAll { it }.join(' ')
		"${build}: ${message}${env.BUILD_URL ? ' ' + env.BUILD_URL : ''}"
	}

	/** The script; the address is expected in TEAM_WEBHOOK. Slack, Mattermost, Teams and Discord bridges read "text". */
	@NonCPS
	static String script(String text) {
		'set +x\nprintf \'url = "%s"\\n\' "$TEAM_WEBHOOK" | ' + Shell.command(['curl', '--fail', '--silent', '--show-error',
				'--max-time', '10', '--output', '/dev/null', '--config', '-', '--header', 'Content-Type: application/json',
				'--data-binary', JsonOutput.toJson([text: text])])
	}

}
