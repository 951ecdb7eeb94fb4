package dev.slipway.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * Why a build did not end well.
 *
 * @param stage the innermost stage it failed in; null when outside of any
 * @param message what went wrong
 * @param remedy what to do about it; null when the message says all
 */
public record BuildFailure(@Nullable String stage, String message, @Nullable String remedy) {
}
