package dev.slipway.api;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is read with {@code ?limit=&cursor=}.
 *
 * @param <T> what is listed
 * @param items the items, at most the limit
 * @param nextCursor opaque; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

	public Page {
		items = List.copyOf(items);
	}

}
