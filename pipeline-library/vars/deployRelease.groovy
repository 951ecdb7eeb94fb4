import dev.slipway.Parameters
import dev.slipway.Pause
import dev.slipway.Platform
import dev.slipway.ReleaseProgress

/** Asks the platform for a release and follows it; see deployRelease.txt. */
def call(Map parameters = [:]) {
	Parameters.check('deployRelease', parameters, ['image', 'environment', 'strategy', 'service', 'url', 'credentialsId', 'transport'])
	String service = Parameters.required('deployRelease', parameters, 'service', env.SLIPWAY_SERVICE)
	String environment = parameters.environment ?: 'dev'
	if (!parameters.image) {
		error 'deployRelease needs the image, as buildImage returned it'
	}
	Map wanted = [image: parameters.image, commit: env.GIT_COMMIT]
	if (env.SLIPWAY_RUNNER == 'local' && env.BUILD_NUMBER) {
		wanted.build = env.BUILD_NUMBER as int // a Jenkins counts otherwise
	}
	if (parameters.strategy) {
		wanted.strategy = parameters.strategy
	}
	withPlatform(parameters.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		String key = Platform.key("${service} to ${environment} ${parameters.image}",
				[env.BUILD_URL ?: env.JOB_NAME, env.BRANCH_NAME, env.BUILD_NUMBER, env.GIT_COMMIT])
		Map answer = platform.post(Platform.releases(service, environment), wanted, key)
		if (answer.status >= 300) {
			error "The platform refused the release: ${Platform.explain(answer)}"
		}
		follow(platform, answer.location ?: "${Platform.releases(service, environment)}/${answer.body.number}")
	}
}

private Map follow(Platform platform, String path) {
	ReleaseProgress progress = new ReleaseProgress()
	for (int look = 0; true; look++) {
		Map answer = platform.get(path)
		if (answer.status != 200) {
			error "The release cannot be followed: ${Platform.explain(answer)}"
		}
		Map release = answer.body
		String news = progress.news(release)
		if (news) {
			echo news
		}
		if (ReleaseProgress.over(release)) {
			if (!ReleaseProgress.good(release)) {
				error ReleaseProgress.verdict(release)
			}
			return release
		}
		sleep time: Pause.millis(look), unit: 'MILLISECONDS'
	}
}
