package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/**
 * What a pipeline builds and where it goes: from the parameters of the step, else from the environment that the
 * platform gives each build.
 */
class ServiceSettings implements Serializable {

	private static final long serialVersionUID = 1L

	/** The variables of the environment that it reads. */
	static final List<String> VARIABLES = ['SLIPWAY_SERVICE', 'SLIPWAY_TEAM', 'SLIPWAY_RUNNER', 'SLIPWAY_PROMOTE',
			'SLIPWAY_CHECKS', 'BRANCH_NAME', 'TAG_NAME', 'CHANGE_ID', 'GIT_BRANCH', 'JOB_NAME']

	static final List<String> NAMES = ['service', 'team', 'agent', 'releaseBranch', 'environment', 'promote', 'preview',
			'timeoutMinutes', 'checks', 'build', 'image', 'publish', 'release', 'smokeTest', 'notify', 'parameters']

	String service

	String team

	/** What the build is for. */
	BranchRule rule

	/** The agent's label; empty for any. */
	String agent = ''

	/** The branch that is released. */
	String releaseBranch = 'main'

	/** Where it is released to; empty for nowhere. */
	String environment = 'dev'

	/** Where it is promoted to afterwards, in this order. */
	List<String> promote = []

	/** Whether somebody said where it is promoted to. */
	boolean promoteAsked

	/** Whether changes under review are shown in previews. */
	boolean preview = true

	int timeoutMinutes = 20

	/** Of {@code analysis} and {@code scan}. */
	List<String> checks = []

	Map build = [:]

	Map image = [:]

	Map publish = [:]

	Map release = [:]

	Map smokeTest = [:]

	Map notify = [:]

	/** Further parameters of the job. */
	List parameters = []

	/** Whether the platform itself runs the build. */
	boolean local

	/**
	 * Reads the parameters.
	 * @param env the values of {@link #VARIABLES}, each also null
	 */
	@NonCPS
	static ServiceSettings of(Map parameters, Map env) {
		Parameters.check('servicePipeline', parameters, NAMES)
		ServiceSettings settings = new ServiceSettings()
		settings.local = env.SLIPWAY_RUNNER == 'local'
		settings.service = required('service', parameters.service ?: env.SLIPWAY_SERVICE ?: folder(env.JOB_NAME, 2))
		settings.team = required('team', parameters.team ?: env.SLIPWAY_TEAM ?: folder(env.JOB_NAME, 3))
		settings.agent = parameters.agent ?: ''
		settings.releaseBranch = parameters.releaseBranch ?: 'main'
		settings.rule = BranchRule.of(env, settings.releaseBranch)
		settings.environment = parameters.containsKey('environment') ? (parameters.environment ?: '') : 'dev'
		settings.preview = parameters.containsKey('preview') ? (parameters.preview ? true : false) : true
		settings.promote = words(parameters.promote, env.SLIPWAY_PROMOTE, settings.local ? [] : ['staging', 'prod'])
		settings.promoteAsked = parameters.promote != null || env.SLIPWAY_PROMOTE != null
		settings.checks = words(parameters.checks, env.SLIPWAY_CHECKS, [])
		for (String check : settings.checks) {
			Parameters.oneOf('servicePipeline', 'check', check, ['analysis', 'scan'])
		}
		settings.timeoutMinutes = (parameters.timeoutMinutes ?: 20) as int
		settings.parameters = parameters.parameters ?: []
		for (String name : ['build', 'image', 'publish', 'release', 'smokeTest', 'notify']) {
			settings.setProperty(name, parameters[name] ?: [:])
		}
		settings
	}

	/** The platform provisions team/service/branch, so that a job's name says whose it is. */
	@NonCPS
	private static String folder(Object job, int fromTheEnd) {
		List<String> names = String.valueOf(job ?: '').split('/') as List
		names.size() < fromTheEnd ? null : names[names.size() - fromTheEnd]
	}

	/** A list, or names between commas; without either what else. */
	@NonCPS
	private static List<String> words(Object given, String fromEnvironment, List<String> otherwise) {
		if (given == null && fromEnvironment == null) {
			return otherwise
		}
		Object value = given == null ? fromEnvironment : given
		Collection all = value instanceof Collection ? (Collection) value : value.toString().split(',') as List
		all.collect { it.toString().trim() }.findAll { it }
	}

	@NonCPS
	private static String required(String name, Object value) {
		String text = value == null ? '' : value.toString()
		if (!(text ==~ /[a-z]([-a-z0-9]{0,61}[a-z0-9])?/)) {
			throw new Exception("The ${name} '${text}' is not a name of small letters, digits and '-'. "
					+ "Give servicePipeline(${name}: '…') or set SLIPWAY_${name.toUpperCase()}.")
		}
		text
	}

	/** Reads again what the build is for, when a checkout has told the branch. */
	@NonCPS
	void checkedOut(Map env) {
		rule = BranchRule.of(env, releaseBranch)
	}

	/** Whether this build's branch is released. */
	@NonCPS
	boolean isReleased() {
		environment && rule.kind == BranchRule.RELEASE ? true : false
	}

	/** Whether this build's image is shown in the preview of its branch. */
	@NonCPS
	boolean isPreviewed() {
		preview && rule.kind == BranchRule.CHANGE
	}

	/** Whether an image is made: not for a change that is looked at nowhere. */
	@NonCPS
	boolean isImaged() {
		rule.kind != BranchRule.CHANGE || previewed
	}

	/** Whether the image goes to the registries of others: what is released, and versions. */
	@NonCPS
	boolean isPublished() {
		publish && (rule.kind == BranchRule.RELEASE || (rule.kind == BranchRule.TAG && rule.version)) ? true : false
	}

	/** Why nothing is released. */
	@NonCPS
	String whyNotReleased() {
		if (rule.kind == BranchRule.TAG) {
			return rule.version ? "Tag ${rule.name} makes the image of version ${rule.version} and releases nothing"
					: "Tag ${rule.name} names no version such as v1.4.0; the image has the commit only, and is published nowhere"
		}
		if (rule.kind == BranchRule.CHANGE) {
			return "Change ${rule.change} was built and tested; previews are switched off"
		}
		environment ? "Branch ${rule.name} is not released; ${releaseBranch} is" : 'Nothing is released: the environment is empty'
	}

	@NonCPS
	@Override
	String toString() {
		"${team}/${service}"
	}

}
