import dev.slipway.Parameters
import dev.slipway.Pause
import dev.slipway.Platform
import dev.slipway.PreviewProgress

/** Shows the image in the preview of its branch; see deployPreview.txt. */
def call(Map parameters = [:]) {
	Parameters.check('deployPreview', parameters, ['image', 'branch', 'service', 'required', 'url', 'credentialsId', 'transport'])
	String service = Parameters.required('deployPreview', parameters, 'service', env.SLIPWAY_SERVICE)
	String branch = Parameters.required('deployPreview', parameters, 'branch', env.BRANCH_NAME)
	String image = Parameters.required('deployPreview', parameters, 'image')
	Map wanted = [branch: branch, image: image, commit: env.GIT_COMMIT]
	if (env.SLIPWAY_RUNNER == 'local' && env.BUILD_NUMBER) {
		wanted.build = env.BUILD_NUMBER as int // a Jenkins counts otherwise
	}
	Map preview = null
	withPlatform(parameters.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		String key = Platform.key("preview of ${service} ${image}", [env.BUILD_URL ?: env.JOB_NAME, branch, env.BUILD_NUMBER, env.GIT_COMMIT])
		Map answer = platform.ask('POST', Platform.previews(service), wanted, key)
		if (answer.status >= 200 && answer.status < 300) {
			preview = follow(platform, "${Platform.previews(service)}/${answer.body.name}", image)
		}
		else if (answer.status == 409 && parameters.required == false) {
			echo "There is no preview: ${Platform.explain(answer)}"
		}
		else {
			error "The platform refused the preview: ${Platform.explain(answer)}"
		}
	}
	preview
}

/** Null when a later build's image took the place. */
private Map follow(Platform platform, String path, String image) {
	PreviewProgress progress = new PreviewProgress()
	for (int look = 0; true; look++) {
		Map answer = platform.get(path)
		if (answer.status != 200) {
			error "The preview cannot be followed: ${Platform.explain(answer)}"
		}
		Map preview = PreviewProgress.of(answer.body)
		if (PreviewProgress.superseded(preview, image)) {
			echo "${preview.name} of ${preview.branch} shows a later image, ${preview.image}: what becomes of it is no verdict on this build"
			return null
		}
		String news = progress.news(preview)
		if (news) {
			echo news
		}
		if (PreviewProgress.over(preview)) {
			if (!PreviewProgress.good(preview)) {
				error PreviewProgress.verdict(preview)
			}
			return preview
		}
		sleep time: Pause.millis(look), unit: 'MILLISECONDS'
	}
}
