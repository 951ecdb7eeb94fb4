package dev.slipway.observability.metrics;

import java.util.List;

/**
 * What there is, up to a limit.
 *
 * @param <T> what is listed
 * @param items what was found, in order
 * @param whole false when there is more than the limit let through
 */
public record Listing<T>(List<T> items, boolean whole) {

	public Listing {
		items = List.copyOf(items);
	}

	/** The first of what was found. */
	public static <T> Listing<T> first(int limit, List<T> found) {
		return (found.size() <= limit) ? new Listing<>(found, true) : new Listing<>(found.subList(0, limit), false);
	}

}
