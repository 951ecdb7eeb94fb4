import dev.slipway.ChaosRun
import dev.slipway.Parameters
import dev.slipway.Pause
import dev.slipway.Platform

/** Runs a chaos experiment and goes on only if the service held; see chaosGate.txt. */
def call(Map parameters = [:]) {
	Parameters.check('chaosGate', parameters, ['experiment', 'url', 'credentialsId', 'transport'])
	String experiment = Parameters.required('chaosGate', parameters, 'experiment')
	withPlatform(parameters.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		String runs = "/api/v1/experiments/${Platform.segment(experiment)}/runs"
		Map answer = platform.post(runs, [:], Platform.key("experiment ${experiment}",
				[env.BUILD_URL ?: env.JOB_NAME ?: env.SLIPWAY_SERVICE, env.BRANCH_NAME, env.BUILD_NUMBER]))
		if (answer.status == 403) {
			error "The token may not run experiments, a build's own token never may: give chaosGate(credentialsId: …). ${Platform.explain(answer)}"
		}
		if (answer.status >= 300) {
			error "The platform refused the experiment: ${Platform.explain(answer)}"
		}
		follow(platform, answer.location ?: "${runs}/${answer.body.number}")
	}
}

private Map follow(Platform platform, String path) {
	String last = ''
	for (int look = 0; true; look++) {
		Map answer = platform.get(path)
		if (answer.status != 200) {
			error "The experiment cannot be followed: ${Platform.explain(answer)}"
		}
		Map run = answer.body
		String news = ChaosRun.news(run)
		if (news != last) {
			echo news
			last = news
		}
		if (run.ended) {
			if (!ChaosRun.good(run)) {
				error ChaosRun.verdict(run)
			}
			return run
		}
		sleep time: Pause.millis(look), unit: 'MILLISECONDS'
	}
}
