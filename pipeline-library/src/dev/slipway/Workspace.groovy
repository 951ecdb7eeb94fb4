package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Looks into the workspace by the steps of a pipeline. */
class Workspace implements Serializable {

	private static final long serialVersionUID = 1L

	/**
	 * Checks out a commit that a shallow or narrow clone may not have.
	 * @param commit its id, nothing else
	 */
	@NonCPS
	static String checkout(String commit) {
		if (!(commit ==~ /[0-9a-f]{40}([0-9a-f]{24})?/)) {
			throw new Exception("SLIPWAY_COMMIT is no commit but '${commit}'")
		}
		"git cat-file -e ${commit}^{commit} 2>/dev/null || git fetch --quiet origin ${commit}; git checkout --quiet --force --detach ${commit}"
	}

	/**
	 * Tells whether the commit that is checked out is part of a branch: exits with 0 if it is, with 1 if it is not, and
	 * with something else when that cannot be told, as in a shallow clone.
	 */
	@NonCPS
	static String merged(String branch) {
		String remote = Shell.quote("refs/remotes/origin/${branch}")
		"git rev-parse --quiet --verify ${remote} >/dev/null || git fetch --quiet origin ${Shell.quote("+refs/heads/${branch}:refs/remotes/origin/${branch}")} || exit 2\n".toString() +
				"[ \"\$(git rev-parse --is-shallow-repository)\" = false ] || git fetch --quiet --unshallow origin || exit 2\n" +
				"git merge-base --is-ancestor HEAD ${remote}"
	}

	/**
	 * The tool that the folder is built with.
	 * @param steps the script whose steps look
	 * @param given its name, or null to find it
	 */
	static BuildTool tool(Object steps, String given) {
		String name = given
		List<String> markers = [] + BuildTool.MARKERS.keySet()
		for (int i = 0; i < markers.size() && !name; i++) {
			if (steps.fileExists(markers[i])) {
				name = BuildTool.MARKERS[markers[i]]
			}
		}
		if (!name) {
			steps.error("There is nothing to build with: none of ${markers.join(', ')} is here. Use sh, or dir for a folder below.".toString())
		}
		List<String> extras = []
		List<String> possible = BuildTool.EXTRAS[name] ?: []
		for (int i = 0; i < possible.size(); i++) {
			if (steps.fileExists(possible[i])) {
				extras.add(possible[i])
			}
		}
		new BuildTool(name, extras)
	}

}
