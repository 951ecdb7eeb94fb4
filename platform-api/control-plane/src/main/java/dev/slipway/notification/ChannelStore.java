package dev.slipway.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The channels that operators made. */
public interface ChannelStore {

	/**
	 * Keeps one.
	 * @throws IllegalStateException when there is one of that name
	 */
	Channel add(Channel.Settings settings, String by, Instant at);

	/**
	 * Changes one.
	 * @throws IllegalStateException when there is another of that name
	 */
	void update(long id, Channel.Settings settings);

	/** Removes one; what is on its way to it is given up. */
	void remove(long id);

	/** Finds one. */
	Optional<Channel> find(long id);

	/** All, by name. */
	List<Channel> all();

}
