package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/**
 * What a pipeline builds and where it goes: from the parameters of the step, else from the environment that the
 * platform gives each build.
 */
class ServiceSettings implements Serializable {

	private static final long serialVersionUID = 1L

	String service

	String team

	String branch

	/** The agent's label; empty for any. */
	String agent = ''

	/** The branch that is released. */
	String releaseBranch = 'main'

	/** Where it is released to; empty for nowhere. */
	String environment = 'dev'

	int timeoutMinutes = 20

	Map build = [:]

	Map image = [:]

	Map release = [:]

	static final List<String> NAMES = ['service', 'team', 'agent', 'releaseBranch', 'environment', 'timeoutMinutes',
			'build', 'image', 'release']

	/**
	 * Reads the parameters.
	 * @param env has SLIPWAY_SERVICE, SLIPWAY_TEAM and BRANCH_NAME, each also null
	 */
	@NonCPS
	static ServiceSettings of(Map parameters, Map env) {
		for (Object name : parameters.keySet()) {
			if (!NAMES.contains(name.toString())) {
				throw new IllegalArgumentException("servicePipeline has no parameter '${name}'; it has: ${NAMES.join(', ')}")
			}
		}
		ServiceSettings settings = new ServiceSettings()
		settings.service = required('service', parameters.service ?: env.SLIPWAY_SERVICE)
		settings.team = required('team', parameters.team ?: env.SLIPWAY_TEAM)
		settings.branch = env.BRANCH_NAME ?: settings.releaseBranch
		settings.agent = parameters.agent ?: ''
		settings.releaseBranch = parameters.releaseBranch ?: settings.releaseBranch
		settings.environment = parameters.containsKey('environment') ? (parameters.environment ?: '') : 'dev'
		settings.timeoutMinutes = (parameters.timeoutMinutes ?: 20) as int
		settings.build = parameters.build ?: [:]
		settings.image = parameters.image ?: [:]
		settings.release = parameters.release ?: [:]
		settings
	}

	@NonCPS
	private static String required(String name, Object value) {
		String text = value == null ? '' : value.toString()
		if (!(text ==~ /[a-z]([-a-z0-9]{0,61}[a-z0-9])?/)) {
			throw new IllegalArgumentException("The ${name} '${text}' is not a name of small letters, digits and '-'. "
					+ "Give servicePipeline(${name}: '…') or set SLIPWAY_${name.toUpperCase()}.")
		}
		text
	}

	/** Whether this build's branch is released. */
	@NonCPS
	boolean isReleased() {
		environment && branch == releaseBranch ? true : false
	}

	/** Why it is not. */
	@NonCPS
	String whyNotReleased() {
		environment ? "Branch ${branch} is not released; ${releaseBranch} is".toString() : 'Nothing is released: the environment is empty'
	}

	@NonCPS
	@Override
	String toString() {
		"${team}/${service}"
	}

}
