import dev.slipway.Parameters
import dev.slipway.Pause
import dev.slipway.Platform
import dev.slipway.PromotionProgress

/** Asks the platform to promote to the next environment; see promoteRelease.txt. */
def call(Map parameters = [:]) {
	Parameters.check('promoteRelease', parameters, ['environment', 'service', 'image', 'required', 'waitForApproval', 'url', 'credentialsId', 'transport'])
	String service = Parameters.required('promoteRelease', parameters, 'service', env.SLIPWAY_SERVICE)
	String environment = Parameters.required('promoteRelease', parameters, 'environment')
	withPlatform(parameters.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		String path = "${Platform.environment(service, environment)}/promotions"
		String key = Platform.key("promotion of ${service} to ${environment} ${parameters.image}",
				[env.BUILD_URL ?: env.JOB_NAME, env.BRANCH_NAME, env.BUILD_NUMBER, env.GIT_COMMIT])
		Map answer = platform.post(path, parameters.image ? [image: parameters.image] : [:], key)
		if (answer.status == 409 && parameters.required == false) {
			echo "Nothing is promoted to ${environment}: ${Platform.explain(answer)}"
			return [environment: environment, status: 'REFUSED', reason: Platform.explain(answer)]
		}
		if (answer.status >= 300) {
			error "The platform refused the promotion to ${environment}: ${Platform.explain(answer)}"
		}
		follow(platform, answer.location ?: "${path}/${answer.body.number}", parameters.waitForApproval ? true : false,
				parameters.required != false)
	}
}

private Map follow(Platform platform, String path, boolean waitForApproval, boolean required) {
	PromotionProgress progress = new PromotionProgress()
	for (int look = 0; true; look++) {
		Map answer = platform.get(path)
		if (answer.status != 200) {
			error "The promotion cannot be followed: ${Platform.explain(answer)}"
		}
		Map promotion = PromotionProgress.of(answer.body)
		String news = progress.news(promotion)
		if (news) {
			echo news
		}
		if (PromotionProgress.over(promotion)) {
			if (!required && PromotionProgress.overtaken(promotion)) {
				echo PromotionProgress.verdict(promotion)
			}
			else if (!PromotionProgress.good(promotion)) {
				error PromotionProgress.verdict(promotion)
			}
			return promotion
		}
		if (PromotionProgress.asks(promotion) && !waitForApproval) {
			echo "Promotion ${promotion.number} waits for ${promotion.approvals} approval(s) in the platform; the build does not wait for people"
			return promotion
		}
		sleep time: Pause.millis(look), unit: 'MILLISECONDS'
	}
}
