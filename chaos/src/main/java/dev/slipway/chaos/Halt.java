package dev.slipway.chaos;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The global halt switch.
 *
 * @param on whether every run has to stop and none may start
 * @param reason why it was last switched
 * @param by who switched it; null when nobody ever did
 * @param at when
 */
public record Halt(boolean on, String reason, @Nullable String by, @Nullable Instant at) {

	/** Nobody ever halted. */
	public static final Halt OFF = new Halt(false, "", null, null);

}
