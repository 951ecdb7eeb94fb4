import dev.slipway.Parameters
import dev.slipway.Platform

/** Runs the block with the platform's API; see withPlatform.txt. */
def call(Map parameters = [:], Closure body) {
	Parameters.check('withPlatform', parameters, ['url', 'credentialsId', 'transport'])
	String transport = Parameters.oneOf('withPlatform', 'transport', parameters.transport ?: env.SLIPWAY_TRANSPORT ?: 'controller',
			['controller', 'agent'])
	withCredentials([string(credentialsId: parameters.credentialsId ?: 'slipway-token', variable: 'SLIPWAY_TOKEN')]) {
		body(new Platform(parameters.url ?: env.SLIPWAY_URL, this, transport == 'agent'))
	}
}
