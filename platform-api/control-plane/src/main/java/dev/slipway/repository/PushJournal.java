package dev.slipway.repository;

import java.util.List;

/** Keeps pushes until all listeners were told. */
public interface PushJournal {

	/** Writes a push down; one with a known id is left as it is. */
	void record(Push push);

	/** All listeners were told, or there is nothing to tell. */
	void settle(String id);

	/** Pushes that are not settled, oldest first. */
	List<Push> open();

}
