import dev.slipway.ServiceSettings

/** The golden path; see servicePipeline.txt. */
def call(Map parameters = [:]) {
	ServiceSettings settings = ServiceSettings.of(parameters, [SLIPWAY_SERVICE: env.SLIPWAY_SERVICE,
			SLIPWAY_TEAM: env.SLIPWAY_TEAM, BRANCH_NAME: env.BRANCH_NAME])
	timeout(time: settings.timeoutMinutes, unit: 'MINUTES') {
		node(settings.agent) {
			stages(settings)
		}
	}
}

private void stages(ServiceSettings settings) {
	def image = null
	stage('Checkout') {
		def revision = checkout(scm)
		if (!env.GIT_COMMIT) {
			env.GIT_COMMIT = revision.GIT_COMMIT
		}
	}
	stage('Compile') {
		buildService(settings.build)
	}
	stage('Test') {
		runTests(settings.build)
	}
	stage('Image') {
		image = buildImage(settings.image + [service: settings.service, team: settings.team])
	}
	if (settings.released) {
		stage("Release to ${settings.environment}") {
			deployRelease(settings.release + [service: settings.service, environment: settings.environment, image: image])
		}
	}
	else {
		echo settings.whyNotReleased()
	}
}
