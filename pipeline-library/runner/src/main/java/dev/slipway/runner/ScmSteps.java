package dev.slipway.runner;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/** The step {@code checkout scm}: git fetches the very commit of the build. */
final class ScmSteps {

	/** Answers git when, and only when, the server asks who comes. */
	private static final String ASKED = "!f() { echo username=build; echo \"password=$SLIPWAY_GIT_TOKEN\"; }; f";

	private final Build build;

	private @Nullable Language language;

	ScmSteps(Build build) {
		this.build = build;
	}

	void register(Language bound) {
		this.language = bound;
		bound.add(new Step("checkout", "scm", java.util.Set.of("scm"), false, true, this::checkout));
	}

	private Object checkout(Call call) throws Exception {
		if (!(call.value("scm") instanceof Map<?, ?> wanted) || !wanted.containsKey("url")) {
			throw new AbortException("The local runner knows 'checkout scm' only: the commit of this build");
		}
		Map<String, String> scm = this.build.request().scm();
		Context context = this.build.context();
		Path folder = context.folder("checkout");
		String commit = scm.getOrDefault("commit", "");
		String script = String.join("\n", "git init -q .", "git remote remove origin 2>/dev/null || true",
				"git remote add origin " + quote(scm.getOrDefault("url", "")),
				"git fetch -q --no-tags --force origin '+refs/heads/*:refs/remotes/origin/*'" + tag(),
				"git checkout -q --force --detach " + quote(commit), "git log -1 --format='Checked out %H %s'");
		Map<String, String> env = new LinkedHashMap<>(Map.of("GIT_TERMINAL_PROMPT", "0"));
		String token = scm.get("token");
		if (token != null) {
			this.build.masker().add(token);
			env.put("SLIPWAY_GIT_TOKEN", token);
			env.put("GIT_CONFIG_COUNT", "1");
			env.put("GIT_CONFIG_KEY_0", "credential.helper");
			env.put("GIT_CONFIG_VALUE_0", ASKED);
		}
		this.build.log("Fetching " + scm.get("url") + " into " + folder.getFileName());
		try {
			this.build.call(context.withEnv(env), () -> sh(script));
		}
		catch (StepFailure failure) {
			throw new StepFailure("The commit " + commit + " could not be checked out: " + failure.getMessage(),
					failure.cause(),
					"Look at the log: the repository must be reachable and the commit still be on a branch or be tagged");
		}
		Map<String, String> answer = new HashMap<>();
		answer.put("GIT_COMMIT", commit);
		answer.put("GIT_BRANCH", scm.getOrDefault("branch", ""));
		answer.put("GIT_URL", scm.getOrDefault("url", ""));
		return answer;
	}

	/** A tag's commit may be on no branch. */
	private String tag() {
		String name = this.build.request().env().get("TAG_NAME");
		return (name != null && !name.isEmpty()) ? " " + quote("+refs/tags/" + name + ":refs/tags/" + name) : "";
	}

	private @Nullable Object sh(String script) throws Exception {
		Language steps = this.language;
		return (steps != null) ? steps.call("sh", new Object[] { script }) : null;
	}

	static String quote(String text) {
		return "'" + text.replace("'", "'\\''") + "'";
	}

}
