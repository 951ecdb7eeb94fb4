package dev.slipway.onboarding;

import org.jspecify.annotations.Nullable;

/**
 * What an onboarding observes.
 *
 * @param outcome how the turn that the state waits for ended; null while it has not
 * @param desire what a user last asked for; null when nothing was
 * @param desireVersion counts the desires
 */
public record Seen(@Nullable Outcome outcome, @Nullable String desire, long desireVersion) {

	boolean wants(String what) {
		return what.equals(this.desire);
	}

}
