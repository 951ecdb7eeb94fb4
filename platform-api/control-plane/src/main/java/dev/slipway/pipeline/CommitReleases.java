package dev.slipway.pipeline;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What became of commits after their builds: their releases. */
public interface CommitReleases {

	/** The environment that users are in: the last in the order of promotion. */
	String production();

	/**
	 * The releases of a commit in all environments, oldest first; at most the newest five
	 * hundred.
	 */
	List<Placed> ofCommit(String service, String commit);

	/**
	 * The releases of one environment that were asked for since then and had all
	 * requests, in the order in which they had, repeats of earlier ones left out; at most
	 * the newest five hundred.
	 */
	List<Placed> live(String service, String environment, Instant start);

	/**
	 * A release of a commit.
	 *
	 * @param environment where
	 * @param number counts from 1 there
	 * @param commit which one
	 * @param image what it runs
	 * @param build that made the image, if one did
	 * @param status where it stands, such as {@code SUCCEEDED}; {@code PROGRESSING} while
	 * it is under way
	 * @param again whether it brings back what was released before
	 * @param requestedAt when it was asked for
	 * @param liveAt when it had all requests; null when it never had
	 */
	record Placed(String environment, int number, String commit, String image, @Nullable Integer build, String status,
			boolean again, Instant requestedAt, @Nullable Instant liveAt) {
	}

}
