import dev.slipway.ImageBuild
import dev.slipway.Platform
import dev.slipway.PromotionProgress
import dev.slipway.ServiceSettings
import dev.slipway.Workspace
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** The golden path; see servicePipeline.txt. */
def call(Map parameters = [:]) {
	ServiceSettings settings = ServiceSettings.of(parameters, [SLIPWAY_SERVICE: env.SLIPWAY_SERVICE,
			SLIPWAY_TEAM: env.SLIPWAY_TEAM, SLIPWAY_RUNNER: env.SLIPWAY_RUNNER, SLIPWAY_PROMOTE: env.SLIPWAY_PROMOTE,
			SLIPWAY_CHECKS: env.SLIPWAY_CHECKS, BRANCH_NAME: env.BRANCH_NAME, TAG_NAME: env.TAG_NAME, CHANGE_ID: env.CHANGE_ID,
			GIT_BRANCH: env.GIT_BRANCH, JOB_NAME: env.JOB_NAME])
	if (!settings.local) {
		declare(settings)
	}
	timeout(time: settings.timeoutMinutes, unit: 'MINUTES') {
		node(settings.agent) {
			guarded(settings)
		}
	}
}

/** Declares by what the platform finds a build that it has asked for and says of which commit; says whose build it is. */
private void declare(ServiceSettings settings) {
	properties([parameters([string(name: 'SLIPWAY_KEY', defaultValue: '',
			description: 'Set by Slipway: names the request that started the build'),
			string(name: 'SLIPWAY_COMMIT', defaultValue: '', description: 'Set by Slipway: the commit to build, else the newest')]
			+ settings.parameters)])
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
		checkedOut(settings)
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
	if (currentBuild.currentResult && currentBuild.currentResult != 'SUCCESS') {
		echo "The build is ${currentBuild.currentResult}: it makes no image and releases nothing"
		return
	}
	if (settings.rule.version && !merged(settings)) {
		return
	}
	if (settings.imaged) {
		phase('Image') {
			image = buildImage(settings.image + [service: settings.service, team: settings.team, version: settings.rule.version])
			if (settings.published) {
				publishImage([image: image, tags: settings.rule.version ? [settings.rule.version] : []] + settings.publish)
			}
		}
	}
	if (settings.previewed) {
		preview(settings, image)
	}
	else if (settings.released) {
		release(settings, settings.environment, image)
		promote(settings, image)
	}
	else {
		echo settings.whyNotReleased()
	}
}

/** A version is what was reviewed: the commit of its tag has to be part of the branch that is released. */
private boolean merged(ServiceSettings settings) {
	def code = sh(label: "Is the tag on ${settings.releaseBranch}?", returnStatus: true,
			script: Workspace.merged(settings.releaseBranch))
	if (code) {
		echo(code == 1 ? "Tag ${settings.rule.name} is on a commit that ${settings.releaseBranch} does not have: it was built and tested, and is no version until it is merged".toString()
				: "Whether ${settings.releaseBranch} has the commit of tag ${settings.rule.name} cannot be told, so it is no version: let the checkout fetch ${settings.releaseBranch} with its history".toString())
		return false
	}
	true
}

/** Checks out; a build that was asked for a commit builds that one, whatever was pushed meanwhile. */
private void checkedOut(ServiceSettings settings) {
	def revision = checkout(scm)
	if (!env.GIT_BRANCH && revision?.GIT_BRANCH) {
		env.GIT_BRANCH = revision.GIT_BRANCH
	}
	settings.checkedOut([BRANCH_NAME: env.BRANCH_NAME, TAG_NAME: env.TAG_NAME, CHANGE_ID: env.CHANGE_ID, GIT_BRANCH: env.GIT_BRANCH])
	if (!env.GIT_URL && revision?.GIT_URL) {
		env.GIT_URL = ImageBuild.source(revision.GIT_URL)
	}
	if (env.SLIPWAY_COMMIT) {
		sh label: "Check out ${env.SLIPWAY_COMMIT}", script: Workspace.checkout(env.SLIPWAY_COMMIT)
		env.GIT_COMMIT = env.SLIPWAY_COMMIT
	}
	else if (!env.GIT_COMMIT) {
		env.GIT_COMMIT = revision.GIT_COMMIT
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

/** Goes on to the next environment when the one before runs this build's image; people's approvals are not waited for. */
private void promote(ServiceSettings settings, Object image) {
	if (!settings.promote) {
		return
	}
	List lane = laneOf(settings, 'Nothing is promoted')
	List wanted = PromotionProgress.wanted(lane, settings.promote)
	boolean goesOn = true
	for (int i = 0; i < wanted.size() && goesOn; i++) {
		String environment = wanted[i]
		if (i > 0) {
			lane = laneOf(settings, "The build does not promote to ${environment}")
		}
		Map step = PromotionProgress.step(lane, environment, image, !settings.promoteAsked && i == wanted.size() - 1)
		if (step.promote) {
			goesOn = promoted(settings, environment, image)
		}
		else {
			echo step.message
			goesOn = step.skip ? true : false
		}
	}
}

private boolean promoted(ServiceSettings settings, String environment, Object image) {
	Map promotion = [:]
	phase("Promote to ${environment}") {
		promotion = promoteRelease(settings.release.subMap(['url', 'credentialsId', 'transport'])
				+ [service: settings.service, environment: environment, image: image, required: false])
	}
	PromotionProgress.good(promotion)
}

/** A service's environments, which its own token may see; none when the platform does not tell, and that is said. */
private List laneOf(ServiceSettings settings, String otherwise) {
	List lane = []
	withPlatform(settings.release.subMap(['url', 'credentialsId', 'transport'])) { platform ->
		Map answer = platform.look("/api/v1/services/${settings.service}/lane")
		if (answer.status == 200 && answer.body instanceof List) {
			lane = answer.body
		}
		else {
			echo "${otherwise}: ${Platform.explain(answer)}"
		}
	}
	lane
}

/** Shows the image in the preview of the branch and asks there whether it answers. */
private void preview(ServiceSettings settings, Object image) {
	Map shown = null
	phase('Preview') {
		shown = deployPreview(settings.release.subMap(['url', 'credentialsId', 'transport'])
				+ [service: settings.service, branch: settings.rule.name, image: image, required: false])
	}
	if (!shown) {
		return
	}
	env.PREVIEW_URL = shown.address ?: ''
	if (settings.smokeTest && (shown.address || settings.smokeTest.script)) {
		phase('Smoke test preview') {
			smokeTest(settings.smokeTest + (settings.smokeTest.script ? [:] : [url: shown.address]))
		}
	}
}

/** A stage that the platform is told of. */
private void phase(String name, Closure body) {
	stage(name) {
		notifyPlatform(event: 'stage', stage: name, status: 'RUNNING')
		body()
		notifyPlatform(event: 'stage', stage: name, status: 'SUCCESS')
	}
}
