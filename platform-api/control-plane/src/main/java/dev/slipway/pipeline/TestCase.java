package dev.slipway.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * A test that a build ran.
 *
 * @param suite its class
 * @param name its name
 * @param status {@code PASSED}, {@code FAILED} or {@code SKIPPED}
 * @param durationMillis how long it took
 * @param message why it failed
 */
public record TestCase(String suite, String name, String status, long durationMillis, @Nullable String message) {
}
