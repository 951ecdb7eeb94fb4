package dev.slipway.cluster.routes;

import java.util.List;
import java.util.Optional;

/**
 * Deals out turns by weight, evenly: the smooth weighted round-robin of nginx
 * ({@code ngx_http_upstream_get_peer}). Each turn every item gains its weight, the
 * richest is chosen and pays the sum of all. After any number of turns an item has had
 * its share of them to within the number of items; with weights 3 and 1 the turns are a,
 * a, b, a.
 *
 * @param <T> what is chosen from
 */
public final class WeightedChoice<T> {

	private final List<Weighted<T>> items;

	private final long[] credit;

	private final long total;

	/** A choice that begins with no credit. */
	public WeightedChoice(List<Weighted<T>> items) {
		this.items = List.copyOf(items);
		this.credit = new long[items.size()];
		this.total = items.stream().mapToLong(Weighted::weight).sum();
	}

	/** What is chosen from. */
	public List<Weighted<T>> items() {
		return this.items;
	}

	/** Whose turn it is; nobody's if no item has a weight. */
	public synchronized Optional<T> next() {
		if (this.total == 0) {
			return Optional.empty();
		}
		int best = -1;
		for (int i = 0; i < this.credit.length; i++) {
			this.credit[i] += this.items.get(i).weight();
			if (this.items.get(i).weight() > 0 && (best < 0 || this.credit[i] > this.credit[best])) {
				best = i;
			}
		}
		this.credit[best] -= this.total;
		return Optional.of(this.items.get(best).item());
	}

	/**
	 * An item and its weight.
	 *
	 * @param <T> type of the item
	 * @param weight 0 for never
	 */
	public record Weighted<T>(T item, int weight) {
	}

}
