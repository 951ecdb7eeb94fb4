package dev.slipway.repository;

/** Told after a push was received and stored. */
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

}
