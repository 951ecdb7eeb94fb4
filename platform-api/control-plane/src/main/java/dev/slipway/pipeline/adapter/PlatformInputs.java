package dev.slipway.pipeline.adapter;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildTokens;
import dev.slipway.pipeline.ImageRegistry;
import dev.slipway.repository.Repositories;
import org.jspecify.annotations.Nullable;

/** Takes a build's inputs from the platform's own repositories, registry and tokens. */
final class PlatformInputs implements BuildInputs {

	/** The id by which Jenkinsfiles ask for the token. */
	private static final String TOKEN_ID = "slipway-token";

	private final RunnerSettings settings;

	private final Repositories repositories;

	private final ImageRegistry registry;

	private final BuildTokens tokens;

	PlatformInputs(RunnerSettings settings, Repositories repositories, ImageRegistry registry, BuildTokens tokens) {
		this.settings = settings;
		this.repositories = repositories;
		this.registry = registry;
		this.tokens = tokens;
	}

	@Override
	public Optional<byte[]> jenkinsfile(BuildRequest request) {
		return this.repositories.read(request.team(), request.service(), request.commit(), "Jenkinsfile");
	}

	@Override
	public BuildTokens.Issued token(Build build, Duration lifetime) {
		return this.tokens.issue(build.team(), build.service(), build.number(), lifetime);
	}

	@Override
	public void revoke(String token) {
		this.tokens.revoke(token);
	}

	@Override
	public Map<String, ?> request(Build build, BuildFolder folder, String token, @Nullable Build previous) {
		BuildRequest wanted = build.request();
		Map<String, String> scm = new LinkedHashMap<>();
		scm.put("url", this.repositories.cloneUrl(build.team(), build.service()));
		scm.put("branch", wanted.branch());
		scm.put("commit", wanted.commit());
		Map<String, String> credentials = new LinkedHashMap<>();
		credentials.put(TOKEN_ID, token);
		scm.put("token", token);
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("folder", folder.path().toString());
		request.put("jenkinsfile", folder.jenkinsfile().toString());
		request.put("library", this.settings.library().toString());
		request.put("env", env(build));
		request.put("params", wanted.parameters());
		request.put("credentials", credentials);
		request.put("scm", scm);
		request.put("causes", List.of(cause(wanted)));
		if (previous != null) {
			request.put("previous", Map.of("number", String.valueOf(previous.number()), "result",
					previous.status().name(), "commit", previous.request().commit()));
		}
		return request;
	}

	/** By the names of Jenkins, for {@code triggeredBy} and {@code getBuildCauses()}. */
	private static Map<String, String> cause(BuildRequest wanted) {
		String type = wanted.ofPush() ? "hudson.triggers.SCMTrigger$SCMTriggerCause" : "hudson.model.Cause$UserIdCause";
		return Map.of("_class", type, "shortDescription", wanted.cause(), "userId", wanted.startedBy(), "userName",
				wanted.startedBy());
	}

	/** What a forge would tell of a tag, and of a change under review. */
	static Map<String, String> special(BuildRequest wanted) {
		String tag = wanted.tag();
		String change = wanted.change();
		return (tag != null) ? Map.of("TAG_NAME", tag) : (change != null) ? Map.of("CHANGE_ID", change, "CHANGE_BRANCH",
				wanted.branch(), "CHANGE_TARGET", PushedBuilds.MAIN, "CHANGE_AUTHOR", wanted.startedBy()) : Map.of();
	}

	private Map<String, String> env(Build build) {
		BuildRequest wanted = build.request();
		String number = String.valueOf(build.number());
		Map<String, String> env = new LinkedHashMap<>();
		env.put("SLIPWAY_RUNNER", "local");
		env.put("SLIPWAY_URL", this.settings.platformUrl());
		env.put("SLIPWAY_SERVICE", wanted.service());
		env.put("SLIPWAY_TEAM", wanted.team());
		env.put("SLIPWAY_REGISTRY", this.registry.address());
		env.put("SLIPWAY_BASE_IMAGE", this.registry.baseImage());
		env.put("GIT_COMMIT", wanted.commit());
		env.put("GIT_URL", this.repositories.cloneUrl(build.team(), build.service()));
		env.put("BRANCH_NAME", wanted.branch());
		env.putAll(special(wanted));
		env.put("BUILD_NUMBER", number);
		env.put("BUILD_ID", number);
		env.put("BUILD_CAUSE", wanted.cause());
		env.put("JOB_NAME", wanted.team() + "/" + wanted.service());
		env.put("BUILD_URL", this.settings.platformUrl() + "/services/" + wanted.service() + "/builds/" + number);
		return env;
	}

}
