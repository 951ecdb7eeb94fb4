package dev.slipway.analysis;

import java.time.Instant;

import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the guard rails of live releases have seen, so that a platform that is
 * killed goes on from there: evidence that began anew would let a bad candidate live as
 * long as the platform does not, and would trip more good ones than alpha says.
 */
public interface RailMemory {

	/** What was kept last of a guard rail; null when nothing was. */
	@Nullable Kept find(Release release, String rail);

	/**
	 * Keeps what a guard rail has seen.
	 * @param version the version that this follows; 0 for the first
	 * @return false when somebody else kept something meanwhile: nothing is changed then,
	 * and who asked has to go on from what {@link #find} says
	 */
	boolean keep(Release release, String rail, long version, RailState state);

	/**
	 * Since when a guard rail is watched that looks at a window of time: what it has to
	 * see began then, however often the platform was killed since.
	 * @param now is kept when it is asked first
	 */
	Instant begun(Release release, String rail, Instant now);

	/**
	 * Good answers in a row that a gate or guard rail has seen, negative for bad ones; 0
	 * when nothing is kept.
	 */
	int streak(Release release, String asked);

	/** Keeps them, instead of what was kept before. */
	void keepStreak(Release release, String asked, int streak);

	/** Drops what is kept of releases that have ended. */
	void dropEnded();

	/**
	 * What is kept.
	 *
	 * @param version 1 for the first
	 * @param state what was seen; null when it cannot be read, such as one that a later
	 * version wrote
	 */
	record Kept(long version, @Nullable RailState state) {
	}

}
