import dev.slipway.Parameters
import dev.slipway.RegistryTarget

/** Runs the block signed in to a registry; see withRegistry.txt. */
def call(Map parameters, Closure body) {
	Parameters.check('withRegistry', parameters, ['registry', 'credentialsId', 'ecr'])
	String registry = Parameters.required('withRegistry', parameters, 'registry')
	String folder = (env.SLIPWAY_RUNNER == 'local' ? pwd() + '@tmp' : pwd(tmp: true)) + '/slipway-registry-' + UUID.randomUUID()
	// Each has a folder of its own, so that parallel ones do not sign each other out; the logins of those around it stay.
	withEnv(["DOCKER_CONFIG=${folder}", "REGISTRY_AUTH_FILE=${folder}/config.json",
			"SLIPWAY_LOGINS=${folder}/logins", "SLIPWAY_OUTER_LOGINS=${env.SLIPWAY_LOGINS ?: ''}"]) {
		try {
			String script = RegistryTarget.signIn(registry, parameters.ecr ? true : false)
			if (parameters.credentialsId) {
				withCredentials([usernamePassword(credentialsId: parameters.credentialsId, usernameVariable: 'REGISTRY_USER',
						passwordVariable: 'REGISTRY_PASSWORD')]) {
					sh label: "Sign in to ${registry}", script: script
				}
			}
			else {
				sh label: "Sign in to ${registry}", script: script
			}
			return body()
		}
		finally {
			sh label: "Sign out of ${registry}", script: 'rm -rf "$DOCKER_CONFIG"'
		}
	}
}
