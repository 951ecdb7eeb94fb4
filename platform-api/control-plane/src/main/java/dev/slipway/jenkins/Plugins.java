package dev.slipway.jenkins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugins of a Jenkins by short name, and what the platform does without them.
 *
 * @param versions of those that are active; empty when Jenkins does not tell
 * @param known false when our user may not see them
 */
public record Plugins(Map<String, String> versions, boolean known) {

	/** Without one of these no pipeline can be made or run. */
	private static final Map<String, String> NEEDED = needed();

	/** Without one of these something is flat or missing. */
	private static final Map<String, String> USEFUL = useful();

	public Plugins {
		versions = Map.copyOf(versions);
	}

	/** What a Jenkins is taken for that does not tell: one with all of them. */
	public static Plugins unknown() {
		return new Plugins(Map.of(), false);
	}

	/** Whether a plugin is there, or may be. */
	public boolean has(String name) {
		return !this.known || this.versions.containsKey(name);
	}

	/** Whether there are multibranch pipelines that find branches in git. */
	public boolean multibranch() {
		return has("workflow-multibranch") && has("branch-api") && has("git");
	}

	/** The plugins without which nothing works, each with its reason. */
	public List<String> missing() {
		return lacking(NEEDED);
	}

	/** What is flat or missing, each with the plugin that would mend it. */
	public List<String> reduced() {
		List<String> reduced = new ArrayList<>(lacking(USEFUL));
		if (!multibranch()) {
			reduced.add("workflow-multibranch, branch-api: services have a plain pipeline of the branch main only");
		}
		return reduced;
	}

	private List<String> lacking(Map<String, String> wanted) {
		return wanted.entrySet()
			.stream()
			.filter((one) -> !has(one.getKey()))
			.map((one) -> one.getKey() + ": " + one.getValue())
			.toList();
	}

	private static Map<String, String> needed() {
		Map<String, String> needed = new LinkedHashMap<>();
		needed.put("workflow-job", "there are no pipeline jobs");
		needed.put("workflow-cps", "no Jenkinsfile can be run");
		needed.put("cloudbees-folder", "there are no folders for teams");
		needed.put("git", "no repository can be read");
		return needed;
	}

	private static Map<String, String> useful() {
		Map<String, String> useful = new LinkedHashMap<>();
		useful.put("pipeline-rest-api", "stages are not shown");
		useful.put("pipeline-graph-view", "stages are shown flat, without parallel ones");
		useful.put("credentials", "builds get no token: they can neither fetch a private repository nor release");
		useful.put("plain-credentials", "builds get no token for the platform: they cannot release");
		useful.put("pipeline-groovy-lib", "the shared library cannot be loaded");
		useful.put("junit", "test results are not shown");
		return useful;
	}

}
