package dev.slipway.rollout;

import java.time.Instant;
import java.util.Map;

import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What the gates of live releases say. Asking costs nothing: gates look in their own
 * time, and wake the release when they have something new to say.
 */
public interface Gates {

	/** What each gate of the stage says now, by its name. */
	Map<String, Reading> look(Release release, @Nullable Release stable, Stage stage, Instant since);

	/** A guard rail that is broken; null when none is. */
	@Nullable Reading tripped(Release release, @Nullable Release stable, Stage stage, Instant since);

	/**
	 * Whether the gates of a stage that begins will see enough, by what is measured
	 * before it; empty when there is nothing to say.
	 */
	default String foresee(Release release, @Nullable Release stable, Stage stage) {
		return "";
	}

	/**
	 * What each guard rail of a live release says now, by its name; nothing where none is
	 * asked yet.
	 */
	default Map<String, Reading> watched(Release release) {
		return Map.of();
	}

	/** The release has ended: nothing more is asked. */
	void forget(Release release);

}
