package dev.slipway.promotion;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The freezes that operators made. */
public interface FreezeStore {

	/**
	 * Keeps one and gives it an id; the one it has is ignored.
	 * @param alongside done with it in the same transaction: if that fails, nothing is
	 * kept
	 */
	AdHocFreeze add(AdHocFreeze freeze, Consumer<AdHocFreeze> alongside);

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
