package dev.slipway.cluster.routes;

import java.util.List;

/**
 * Changes of headers, in this order.
 *
 * @param set put in the place of what there is
 * @param add put beside what there is
 * @param remove names taken away
 */
public record HeaderEdits(List<Header> set, List<Header> add, List<String> remove) {

	/** None. */
	public static final HeaderEdits NONE = new HeaderEdits(List.of(), List.of(), List.of());

	/** A header. */
	public record Header(String name, String value) {
	}

}
