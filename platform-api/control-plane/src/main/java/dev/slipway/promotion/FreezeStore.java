package dev.slipway.promotion;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The freezes that operators made. */
public interface FreezeStore {

	/** Keeps one and gives it an id; the one it has is ignored. */
	AdHocFreeze add(AdHocFreeze freeze);

	/** Finds one. */
	Optional<AdHocFreeze> find(String environment, long id);

	/** Those of an environment that have not ended by then, in the order they begin. */
	List<AdHocFreeze> open(String environment, Instant now);

	/** The newest of an environment, ended or not. */
	List<AdHocFreeze> list(String environment, int limit);

	/**
	 * Ends one now.
	 * @return false when it had ended
	 */
	boolean end(long id, Instant now, String by);

}
