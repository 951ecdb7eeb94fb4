package dev.slipway.observability;

import java.util.Map;

/**
 * How a store is, as a value: asking never throws.
 *
 * @param store {@code logs}, {@code metrics} or {@code traces}
 * @param adapter such as {@code lucene (embedded)}
 * @param up whether it answers
 * @param detail one sentence: what is wrong and what to do, or what it holds
 * @param figures counts and sizes
 */
public record StoreHealth(String store, String adapter, boolean up, String detail, Map<String, Long> figures) {

	public StoreHealth {
		figures = Map.copyOf(figures);
	}

}
