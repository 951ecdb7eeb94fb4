package dev.slipway.access;

import java.util.List;
import java.util.Optional;

/** The people who may sign in. */
public interface Users {

	/** Finds one by name. */
	Optional<User> find(String name);

	/** All of them by name. */
	List<User> all();

	/** Adds a person, or changes role and teams of the one with that name. */
	void save(User user);

	/**
	 * Removes a person; what the person's tokens and sessions may do ends with it.
	 * @return false when there was none
	 */
	boolean remove(String name);

}
