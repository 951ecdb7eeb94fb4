package dev.slipway.onboarding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** What was done in each onboarding, turn by turn. */
public interface Journal {

	/** A turn begins; one that was begun before keeps its first time. */
	void begun(String onboarding, Turn turn, Instant at);

	/** A turn has ended; its first ending counts. */
	void ended(String onboarding, Turn turn, Outcome outcome, Instant at);

	/** How a turn ended; empty while it has not. */
	Optional<Outcome> outcome(String onboarding, Turn turn);

	/** All turns, in the order they began. */
	List<Entry> entries(String onboarding);

	/**
	 * A line of the journal.
	 *
	 * @param turn the turn
	 * @param begunAt when it began
	 * @param endedAt when it ended; null while it has not
	 * @param outcome how it ended; null while it has not
	 */
	record Entry(Turn turn, Instant begunAt, @Nullable Instant endedAt, @Nullable Outcome outcome) {
	}

}
