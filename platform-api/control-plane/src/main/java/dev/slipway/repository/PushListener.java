package dev.slipway.repository;

/**
 * Told after a push was received and stored, and after the first commit of a new service.
 * Every bean of this type is told, on a thread of its own, at least once: a push is
 * written down before git moves the branch and told again after an exception or a
 * restart, so a listener recognises a commit of a branch that it has seen. A push that a
 * newer one overtook while the platform was down is not told.
 */
public interface PushListener {

	/**
	 * A branch moved.
	 * @param team the owning team
	 * @param name the repository's, and the service's, name
	 * @param branch without {@code refs/heads/}
	 * @param commit the new head
	 * @param pusher who pushed
	 */
	void pushed(String team, String name, String branch, String commit, String pusher);

	/**
	 * A branch was deleted. Told at most once: who depends on it looks by itself, too.
	 * @param team the owning team
	 * @param name the repository's, and the service's, name
	 * @param branch without {@code refs/heads/}
	 */
	default void deleted(String team, String name, String branch) {
	}

	/**
	 * A tag was made or moved; nothing is done about it unless a listener wants to. A
	 * deletion is not told.
	 * @param tag without {@code refs/tags/}
	 * @param commit what it points at
	 */
	default void tagged(String team, String name, String tag, String commit, String pusher) {
	}

}
