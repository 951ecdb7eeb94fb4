package dev.slipway.pipeline;

import java.util.Map;

/**
 * A wish for a build.
 *
 * @param team the owning team
 * @param service the service, which is also the repository's name
 * @param branch the branch
 * @param commit the commit to build
 * @param key of two requests with the same key the second finds the build of the first
 * @param cause a sentence, such as {@code push by ann}
 * @param startedBy who is behind it
 * @param parameters what the Jenkinsfile reads as {@code params}; never a secret
 */
public record BuildRequest(String team, String service, String branch, String commit, String key, String cause,
		String startedBy, Map<String, String> parameters) {

	private static final String PUSH = "push:";

	public BuildRequest {
		parameters = Map.copyOf(parameters);
	}

	/** A build without parameters. */
	public BuildRequest(String team, String service, String branch, String commit, String key, String cause,
			String startedBy) {
		this(team, service, branch, commit, key, cause, startedBy, Map.of());
	}

	/** A build of what was pushed: one for each commit of a branch. */
	public static BuildRequest ofPush(String team, String service, String branch, String commit, String pusher) {
		return new BuildRequest(team, service, branch, commit, PUSH + branch + ":" + commit, "Push by " + pusher,
				pusher);
	}

	/** Whether a push asked for it, not a person. */
	public boolean ofPush() {
		return this.key.startsWith(PUSH);
	}

}
