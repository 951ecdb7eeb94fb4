package dev.slipway.judge;

import org.jspecify.annotations.Nullable;

/**
 * The same evidence of both releases, from the same window.
 *
 * @param <T> the evidence
 * @param stable null when there is no stable release
 * @param candidate the release that is judged
 */
public record Sides<T>(@Nullable T stable, T candidate) {

	public static <T> Sides<T> of(T stable, T candidate) {
		return new Sides<>(stable, candidate);
	}

	/** Of a first release. */
	public static <T> Sides<T> first(T candidate) {
		return new Sides<>(null, candidate);
	}

}
