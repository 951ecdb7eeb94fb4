package dev.slipway.preview;

import java.time.Instant;

import dev.slipway.environments.Environment;
import org.jspecify.annotations.Nullable;

/**
 * A preview as it is kept.
 *
 * @param number counts from 1, over all services
 * @param team that owns the service
 * @param service what is shown
 * @param branch that it goes with, such as {@code pr/12-faster}
 * @param hosted whether the branch is in a repository of the platform, which tells when
 * it is deleted
 * @param base the environment that it is made after
 * @param cluster where it lives
 * @param wanted what is to run
 * @param answer what became of that wish
 * @param closing why it is removed; null while it is wanted
 * @param createdAt when it was asked for first
 * @param removedAt when it was gone; null while anything of it is there
 */
public record Preview(int number, String team, String service, String branch, boolean hosted, String base,
		String cluster, Wanted wanted, Answer answer, @Nullable String closing, Instant createdAt,
		@Nullable Instant removedAt) {

	private static final String PREFIX = "preview-";

	/** The name of its environment, such as {@code preview-17}. */
	public String name() {
		return name(this.number);
	}

	static String name(int number) {
		return PREFIX + number;
	}

	/** The number of the preview of that name; null when it is the name of none. */
	public static @Nullable Integer numberOf(String name) {
		return name.matches(PREFIX + "[1-9][0-9]{0,8}") ? Integer.valueOf(name.substring(PREFIX.length())) : null;
	}

	/** The id of the flow that drives it. */
	public String flowId() {
		return this.service + "/" + name();
	}

	/** As an environment. */
	public Environment environment() {
		return new Environment(name(), this.cluster,
				new Environment.Preview(this.base, this.team, this.service, this.closing != null));
	}

	/**
	 * What is to run.
	 *
	 * @param sequence counts the wishes of a preview from 1
	 * @param image with its digest
	 * @param commit whose manifests are used
	 * @param build that made the image, if one of the platform did
	 * @param by who asked
	 * @param at when it was asked for last; its idle time counts from then
	 */
	public record Wanted(int sequence, String image, String commit, @Nullable Integer build, String by, Instant at) {
	}

	/**
	 * What became of a wish.
	 *
	 * @param sequence of the wish; 0 when none was answered
	 * @param release that it became; null when it became none
	 * @param refusal why it became none; null when it became one
	 */
	public record Answer(int sequence, @Nullable Integer release, @Nullable String refusal) {

		/** There is no answer yet. */
		static final Answer NONE = new Answer(0, null, null);

	}

}
