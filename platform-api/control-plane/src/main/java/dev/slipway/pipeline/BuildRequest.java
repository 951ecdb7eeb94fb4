package dev.slipway.pipeline;

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
 */
public record BuildRequest(String team, String service, String branch, String commit, String key, String cause,
		String startedBy) {

	/** A build of what was pushed: one for each commit of a branch. */
	public static BuildRequest ofPush(String team, String service, String branch, String commit, String pusher) {
		return new BuildRequest(team, service, branch, commit, "push:" + branch + ":" + commit, "Push by " + pusher,
				pusher);
	}

}
