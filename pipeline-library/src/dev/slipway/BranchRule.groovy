package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/**
 * What a build is for, by its branch: a change under review, the branch that is released, a tag, or some other branch.
 * Forges say that a build is of a pull or merge request by CHANGE_ID. Plain git has none: there a branch
 * {@code pr/12-title}, {@code mr/12} or {@code change/title} is one.
 */
class BranchRule implements Serializable {

	private static final long serialVersionUID = 1L

	static final String CHANGE = 'change'

	static final String RELEASE = 'release'

	static final String TAG = 'tag'

	static final String OTHER = 'other'

	/** What git calls a commit that is on no branch. */
	private static final String NOWHERE = 'HEAD'

	String kind

	/** The branch or tag as git calls it. */
	String name

	/** The number or title of the change; null for others. */
	String change

	/** The version of a tag such as v1.4.0, without the v; null for others. */
	String version

	/**
	 * Reads the environment of a build.
	 * @param env BRANCH_NAME, TAG_NAME, CHANGE_ID and GIT_BRANCH, which a checkout knows, each also null; a build that
	 * has no branch is of some other branch, never of the one that is released
	 */
	@NonCPS
	static BranchRule of(Map env, String releaseBranch) {
		BranchRule rule = new BranchRule()
		rule.name = String.valueOf(env.TAG_NAME ?: env.BRANCH_NAME ?: checkedOut(env.GIT_BRANCH) ?: NOWHERE)
		rule.change = env.CHANGE_ID ?: changeOf(rule.name)
		if (env.TAG_NAME) {
			rule.kind = TAG
			rule.change = null
			rule.version = versionOf(rule.name)
		}
		else if (rule.change) {
			rule.kind = CHANGE
		}
		else {
			rule.kind = rule.name == releaseBranch ? RELEASE : OTHER
		}
		rule
	}

	/** The branch as a checkout names it, such as origin/main, without the remote. */
	@NonCPS
	private static String checkedOut(Object branch) {
		branch == null ? null : branch.toString().replaceFirst(/^(?:refs\/)?(?:remotes\/|heads\/)?(?:origin\/)?/, '')
	}

	@NonCPS
	private static String changeOf(String branch) {
		def matcher = branch =~ /^(?:pr|mr|change)\/(.+)$/
		matcher.matches() ? matcher.group(1) : null
	}

	/** The semantic version that a tag names; null when it names none. */
	@NonCPS
	static String versionOf(String tag) {
		def matcher = tag =~ /^v?((?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/
		matcher.matches() ? matcher.group(1) : null
	}

	/** Whether a branch or tag matches one of some patterns, in which * is any text. */
	@NonCPS
	static boolean matches(String name, Object patterns) {
		List<String> wanted = patterns instanceof Collection ? patterns.collect { it.toString() } : [String.valueOf(patterns)]
		for (String pattern : wanted) {
			String expression = pattern.split(/\*/, -1).collect { java.util.regex.Pattern.quote(it) }.join('.*')
			if (name != null && name.matches(expression)) {
				return true
			}
		}
		false
	}

	/** The name as part of a host name or label: small letters, digits and '-', at most 40. */
	@NonCPS
	String getSlug() {
		String slug = (change ?: name).toLowerCase().replaceAll(/[^a-z0-9]+/, '-').take(40)
		slug.replaceAll(/^-+|-+$/, '') ?: 'x'
	}

	@NonCPS
	@Override
	String toString() {
		kind == CHANGE ? "change ${change}" : kind == TAG ? "tag ${name}" : "branch ${name}"
	}

}
