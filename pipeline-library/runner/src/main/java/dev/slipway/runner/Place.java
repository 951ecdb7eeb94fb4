package dev.slipway.runner;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** The blocks of a declarative pipeline, and which directives each may hold. */
enum Place {

	AXIS("axis", values("name", "values")), EXCLUDED("axis", values("name", "values", "notValues")),
	AXES("axes", blocks(AXIS, "axis")), EXCLUDE("exclude", blocks(EXCLUDED, "axis")),
	EXCLUDES("excludes", blocks(EXCLUDE, "exclude")),
	IMAGE("docker",
			values("image", "args", "label", "registryUrl", "registryCredentialsId", "customWorkspace", "reuseNode",
					"alwaysPull", "filename", "dir", "additionalBuildArgs", "yaml", "yamlFile", "cloud", "inheritFrom",
					"defaultContainer", "retries", "workspaceVolume", "idleMinutes")),
	NODE("node", values("label", "customWorkspace")),
	AGENT("agent", values("label"), blocks(NODE, "node"), either(IMAGE, "docker", "dockerfile", "kubernetes")),
	ENVIRONMENT("environment"),
	POST("post",
			steps("always", "changed", "fixed", "regression", "aborted", "failure", "success", "unstable",
					"unsuccessful", "notBuilt", "cleanup")),
	CONDITION("when",
			values("branch", "tag", "buildingTag", "changelog", "changeset", "changeRequest", "environment", "equals",
					"triggeredBy", "isRestartedRun"),
			Map.of("expression", new Rule(Kind.CODE, null), "not", Rule.SAME, "allOf", Rule.SAME, "anyOf", Rule.SAME)),
	WHEN("when", CONDITION.rules, values("beforeAgent", "beforeInput", "beforeOptions")),
	PARAMETERS("parameters", values("string", "text", "booleanParam", "choice", "password")),
	INPUT("input", values("message", "id", "ok", "submitter", "submitterParameter"), blocks(PARAMETERS, "parameters")),
	TOOLS("tools", values("maven", "jdk", "gradle", "nodejs", "ant", "git")),
	TRIGGERS("triggers",
			ignored("cron", "pollSCM", "upstream", "githubPush", "gitlab", "parameterizedCron", "bitbucketPush",
					"GenericTrigger", "issueCommentTrigger")),
	LIBRARIES("libraries", values("lib")),
	STAGE_OPTIONS("options",
			values("timeout", "retry", "timestamps", "skipDefaultCheckout", "lock", "ansiColor", "catchError",
					"warnError", "withEnv"),
			ignored("throttle")),
	OPTIONS("options",
			values("timeout", "retry", "timestamps", "skipDefaultCheckout", "lock", "ansiColor", "catchError",
					"warnError", "withEnv", "parallelsAlwaysFailFast", "skipStagesAfterUnstable",
					"checkoutToSubdirectory", "disableConcurrentBuilds"),
			ignored("buildDiscarder", "newContainerPerStage", "preserveStashes", "quietPeriod", "disableResume",
					"durabilityHint", "overrideIndexTriggers", "disableRestartFromStage", "rateLimitBuilds",
					"gitLabConnection", "throttleJobProperty", "copyArtifactPermission", "throttle")),
	STAGE("stage", Map.of("stages", Rule.STAGES, "parallel", Rule.STAGES, "matrix", Rule.MATRIX), values("failFast"),
			steps("steps"), blocks(STAGE_OPTIONS, "options"), shared()),
	STAGES("stages", blocks(STAGE, "stage")),
	MATRIX("matrix", blocks(AXES, "axes"), blocks(EXCLUDES, "excludes"), blocks(STAGES, "stages"),
			blocks(STAGE_OPTIONS, "options"), shared()),
	PIPELINE("pipeline", blocks(STAGES, "stages"), blocks(OPTIONS, "options"), blocks(PARAMETERS, "parameters"),
			blocks(TRIGGERS, "triggers"), blocks(LIBRARIES, "libraries"), either(AGENT, "agent"),
			blocks(ENVIRONMENT, "environment"), blocks(POST, "post"), blocks(TOOLS, "tools"));

	private final String title;

	private final Map<String, Rule> rules = new TreeMap<>();

	@SafeVarargs
	Place(String title, Map<String, Rule>... rules) {
		this.title = title;
		Arrays.stream(rules).forEach(this.rules::putAll);
	}

	/** As Jenkinsfiles name it. */
	String title() {
		return this.title;
	}

	/** The directives that may stand here. */
	Collection<String> names() {
		return this.rules.keySet();
	}

	/** How a directive is written here; null when it may not stand here. */
	@Nullable Rule rule(String name) {
		return this.rules.get(name);
	}

	private static Map<String, Rule> shared() {
		Map<String, Rule> rules = new TreeMap<>(either(AGENT, "agent"));
		rules.putAll(blocks(ENVIRONMENT, "environment"));
		rules.putAll(blocks(POST, "post"));
		rules.putAll(blocks(TOOLS, "tools"));
		rules.putAll(blocks(WHEN, "when"));
		rules.putAll(blocks(INPUT, "input"));
		return rules;
	}

	private static Map<String, Rule> values(String... names) {
		return all(new Rule(Kind.VALUE, null), names);
	}

	private static Map<String, Rule> ignored(String... names) {
		return all(new Rule(Kind.IGNORED, null), names);
	}

	private static Map<String, Rule> steps(String... names) {
		return all(new Rule(Kind.STEPS, null), names);
	}

	private static Map<String, Rule> blocks(Place inner, String... names) {
		return all(new Rule(Kind.BLOCK, inner), names);
	}

	private static Map<String, Rule> either(Place inner, String... names) {
		return all(new Rule(Kind.EITHER, inner), names);
	}

	private static Map<String, Rule> all(Rule rule, String... names) {
		Map<String, Rule> rules = new TreeMap<>();
		for (String name : names) {
			rules.put(name, rule);
		}
		return rules;
	}

	/** What a directive takes. */
	enum Kind {

		/** Arguments. */
		VALUE,
		/** Arguments that are not even evaluated: it is accepted and does nothing. */
		IGNORED,
		/** A block of directives. */
		BLOCK,
		/** Arguments or a block of directives. */
		EITHER,
		/** A block of steps. */
		STEPS,
		/** A block of code. */
		CODE

	}

	/**
	 * How a directive is written.
	 *
	 * @param kind what it takes
	 * @param block what its block is; null when it has none
	 */
	record Rule(Kind kind, @Nullable Place block) {

		/** A block of what stands around it; its place is found by {@link #inner}. */
		static final Rule SAME = new Rule(Kind.BLOCK, null);

		static final Rule STAGES = new Rule(Kind.BLOCK, null);

		static final Rule MATRIX = new Rule(Kind.BLOCK, null);

		/** What the block of this directive is, also where the table is circular. */
		Place inner(String name) {
			if (this.block != null) {
				return this.block;
			}
			return switch (name) {
				case "stages", "parallel" -> Place.STAGES;
				case "matrix" -> Place.MATRIX;
				default -> Place.CONDITION;
			};
		}

	}

}
