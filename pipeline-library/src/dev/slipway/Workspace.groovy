package dev.slipway

/** Looks into the workspace by the steps of a pipeline. */
class Workspace implements Serializable {

	private static final long serialVersionUID = 1L

	/**
	 * The tool that the folder is built with.
	 * @param steps the script whose steps look
	 * @param given its name, or null to find it
	 */
	static BuildTool tool(Object steps, String given) {
		String name = given
		List<String> markers = new ArrayList<String>(BuildTool.MARKERS.keySet())
		for (int i = 0; i < markers.size() && !name; i++) {
			if (steps.fileExists(markers[i])) {
				name = BuildTool.MARKERS[markers[i]]
			}
		}
		if (!name) {
			steps.error 'There is nothing to build with: none of ' + markers.join(', ')
					+ ' is here. Use sh, or dir for a folder below.'
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
