package dev.slipway.observability.metrics;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a store may keep or not: no alert of a store without rules does not mean that all
 * is well.
 *
 * @param <T> what is kept
 * @param items what there is
 * @param reason why this store keeps none, and what to do; null when it does keep them
 */
public record Kept<T>(List<T> items, @Nullable String reason) {

	public Kept {
		items = List.copyOf(items);
	}

	public static <T> Kept<T> of(List<T> items) {
		return new Kept<>(items, null);
	}

	/** The store keeps none. */
	public static <T> Kept<T> none(String reason) {
		return new Kept<>(List.of(), reason);
	}

}
