package dev.slipway.pipeline;

import org.jspecify.annotations.Nullable;

/** What a build server has to say of a build besides its state. */
@FunctionalInterface
public interface BuildNotices {

	/**
	 * A sentence, such as that the build server cannot be asked just now, or that it does
	 * not tell how stages nest; null when there is nothing.
	 */
	@Nullable String of(Build build);

}
