import dev.slipway.Platform

/** Runs the block with the platform's API; see withPlatform.txt. */
def call(Map parameters = [:], Closure body) {
	withCredentials([string(credentialsId: parameters.credentialsId ?: 'slipway-token', variable: 'SLIPWAY_TOKEN')]) {
		body(new Platform(parameters.url ?: env.SLIPWAY_URL, env.SLIPWAY_TOKEN))
	}
}
