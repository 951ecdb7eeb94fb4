import dev.slipway.Parameters
import dev.slipway.Platform
import dev.slipway.PreviewProgress

/** Removes the preview of a branch; see removePreview.txt. */
def call(Map parameters = [:]) {
	Parameters.check('removePreview', parameters, ['branch', 'service', 'url', 'credentialsId', 'transport'])
	String service = Parameters.required('removePreview', parameters, 'service', env.SLIPWAY_SERVICE)
	String branch = Parameters.required('removePreview', parameters, 'branch', env.BRANCH_NAME)
	withPlatform(parameters.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		Map answer = platform.get(Platform.previews(service))
		if (answer.status != 200) {
			error "The previews cannot be looked for: ${Platform.explain(answer)}"
		}
		String name = PreviewProgress.named(answer.body, branch)
		if (!name) {
			echo "Branch ${branch} has no preview"
			return
		}
		Map removed = platform.ask('DELETE', "${Platform.previews(service)}/${name}", null, null)
		if ((removed.status < 200 || removed.status >= 300) && removed.status != 404) {
			error "The platform refused to remove ${name}: ${Platform.explain(removed)}"
		}
		echo "${name} of branch ${branch} is being removed"
	}
}
