import dev.slipway.Platform
import dev.slipway.PromotionProgress
import dev.slipway.ServiceSettings
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** The golden path; see servicePipeline.txt. */
def call(Map parameters = [:]) {
	ServiceSettings settings = ServiceSettings.of(parameters, [SLIPWAY_SERVICE: env.SLIPWAY_SERVICE,
			SLIPWAY_TEAM: env.SLIPWAY_TEAM, SLIPWAY_RUNNER: env.SLIPWAY_RUNNER, SLIPWAY_PROMOTE: env.SLIPWAY_PROMOTE,
			SLIPWAY_CHECKS: env.SLIPWAY_CHECKS, BRANCH_NAME: env.BRANCH_NAME, TAG_NAME: env.TAG_NAME, CHANGE_ID: env.CHANGE_ID,
			JOB_NAME: env.JOB_NAME])
	if (!settings.local) {
		declare(settings)
	}
	timeout(time: settings.timeoutMinutes, unit: 'MINUTES') {
		node(settings.agent) {
			guarded(settings)
		}
	}
}

/** Declares the key by which the platform finds a build that it has asked for, and says whose build it is. */
private void declare(ServiceSettings settings) {
	properties([parameters([string(name: 'SLIPWAY_KEY', defaultValue: '',
			description: 'Set by Slipway: names the request that started the build')] + settings.parameters)])
	env.SLIPWAY_SERVICE = settings.service
	env.SLIPWAY_TEAM = settings.team
}

private void guarded(ServiceSettings settings) {
	String result = 'FAILURE'
	try {
		notifyPlatform(event: 'started', status: 'RUNNING')
		stages(settings)
		result = currentBuild.currentResult ?: 'SUCCESS'
	}
	catch (FlowInterruptedException ex) {
		result = 'ABORTED'
		throw ex
	}
	finally {
		notifyPlatform(event: 'completed', status: result)
		if (settings.notify && result != 'SUCCESS') {
			notifyTeam([message: result] + settings.notify)
		}
	}
}

private void stages(ServiceSettings settings) {
	def image = null
	phase('Checkout') {
		def revision = checkout(scm)
		if (!env.GIT_COMMIT) {
			env.GIT_COMMIT = revision.GIT_COMMIT
		}
	}
	phase('Compile') {
		buildService(settings.build.subMap(['tool', 'arguments']))
	}
	phase('Test') {
		runTests(settings.build)
	}
	if (settings.checks.contains('analysis')) {
		phase('Analysis') {
			staticAnalysis(settings.build.subMap(['tool']))
		}
	}
	if (settings.checks.contains('scan')) {
		phase('Dependencies') {
			dependencyScan()
		}
	}
	boolean preview = settings.rule.kind == 'change' && previewExists(settings)
	if (settings.isImaged(preview)) {
		phase('Image') {
			image = buildImage(settings.image + [service: settings.service, team: settings.team, version: settings.rule.version])
			if (settings.publish && !preview) {
				publishImage([image: image, tags: settings.rule.version ? [settings.rule.version] : []] + settings.publish)
			}
		}
	}
	if (settings.released || preview) {
		release(settings, preview ? settings.preview : settings.environment, image)
	}
	if (settings.released) {
		promote(settings)
	}
	else if (!preview) {
		echo settings.whyNotReleased()
	}
}

private void release(ServiceSettings settings, String environment, Object image) {
	phase("Release to ${environment}") {
		deployRelease(settings.release + [service: settings.service, environment: environment, image: image])
	}
	if (settings.smokeTest) {
		phase("Smoke test ${environment}") {
			smokeTest(settings.smokeTest)
		}
	}
}

/** Goes on to the next environment when the one before has succeeded; people's approvals are not waited for. */
private void promote(ServiceSettings settings) {
	if (!settings.promote) {
		return
	}
	List wanted = []
	withPlatform(settings.release.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		Map lane = platform.get("/api/v1/services/${settings.service}/lane")
		if (lane.status == 200 && lane.body instanceof List) {
			wanted = PromotionProgress.wanted(lane.body, settings.promote)
		}
		else {
			echo "Nothing is promoted: ${Platform.explain(lane)}"
		}
	}
	boolean goesOn = true
	for (int i = 0; i < wanted.size() && goesOn; i++) {
		String environment = wanted[i]
		phase("Promote to ${environment}") {
			Map promotion = promoteRelease(settings.release.subMap(['url', 'credentialsId', 'transport'])
					+ [service: settings.service, environment: environment])
			goesOn = PromotionProgress.over(promotion)
		}
	}
}

private boolean previewExists(ServiceSettings settings) {
	boolean exists = false
	if (settings.preview) {
		withPlatform(settings.release.subMap(['url', 'credentialsId', 'transport'])) { platform ->
			Map answer = platform.get('/api/v1/environments')
			exists = answer.status == 200 && Platform.names(answer.body).contains(settings.preview)
		}
	}
	exists
}

/** A stage that the platform is told of. */
private void phase(String name, Closure body) {
	stage(name) {
		notifyPlatform(event: 'stage', stage: name, status: 'RUNNING')
		body()
		notifyPlatform(event: 'stage', stage: name, status: 'SUCCESS')
	}
}
