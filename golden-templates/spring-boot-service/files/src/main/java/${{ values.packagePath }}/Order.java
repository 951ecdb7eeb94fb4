package ${{ values.package }};

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order as it was taken. Immutable.
 *
 * @param stockCheck what the stock service said when the order came in
 */
public record Order(UUID id, String customer, List<Item> items, StockCheck stockCheck, Instant placedAt) {

	/** The sum over all items, in cents. */
	public long totalCents() {
		return this.items.stream().mapToLong((item) -> item.quantity() * item.unitPriceCents()).sum();
	}

	/** One position of an order. */
	public record Item(String sku, int quantity, long unitPriceCents) {
	}

	/** Whether the ordered items were in stock. */
	public enum StockCheck {

		/** The stock service has all of them. */
		AVAILABLE,
		/** It lacks at least one. */
		SHORT,
		/** It was not asked, or did not answer in time. */
		UNCHECKED

	}

}
