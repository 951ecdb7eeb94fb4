package dev.slipway.pipeline;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A wish for a build.
 *
 * @param team the owning team
 * @param service the service, which is also the repository's name
 * @param branch the branch; of a build of a tag the tag
 * @param commit the commit to build
 * @param key of two requests with the same key the second finds the build of the first
 * @param cause a sentence, such as {@code push by ann}
 * @param startedBy who is behind it
 * @param parameters what the Jenkinsfile reads as {@code params}; never a secret
 */
public record BuildRequest(String team, String service, String branch, String commit, String key, String cause,
		String startedBy, Map<String, String> parameters) {

	private static final String PUSH = "push:";

	private static final String TAG = "tag:";

	/** As the pipeline library has it. */
	private static final Pattern CHANGE = Pattern.compile("(?:pr|mr|change)/(.+)");

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

	/** A build of a tag that was pushed: one for each commit that it points at. */
	public static BuildRequest ofTag(String team, String service, String tag, String commit, String pusher) {
		return new BuildRequest(team, service, tag, commit, TAG + PUSH + tag + ":" + commit, "Tag pushed by " + pusher,
				pusher);
	}

	/** The same once more, for somebody else's reason. */
	public BuildRequest again(String unique, String why, String by) {
		return new BuildRequest(this.team, this.service, this.branch, this.commit,
				((tag() != null) ? TAG : "") + unique, why, by, this.parameters);
	}

	/** Whether a push asked for it, not a person. */
	public boolean ofPush() {
		return this.key.startsWith(PUSH) || this.key.startsWith(TAG + PUSH);
	}

	/** The tag that is built, which is the branch then; null when a branch is built. */
	public @Nullable String tag() {
		return this.key.startsWith(TAG) ? this.branch : null;
	}

	/**
	 * The number or title of the change under review that a branch is by convention:
	 * {@code 12-title} of {@code pr/12-title}; null of other branches and of tags.
	 */
	public @Nullable String change() {
		Matcher matcher = CHANGE.matcher(this.branch);
		return (tag() == null && matcher.matches()) ? matcher.group(1) : null;
	}

}
