package ${{ values.package }};

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

/** The request to take an order. */
record PlaceOrder(@NotBlank @Size(max = 100) String customer, @NotEmpty @Size(max = 100) List<@Valid Item> items) {

	List<Order.Item> toItems() {
		return this.items.stream()
			.map((item) -> new Order.Item(item.sku(), item.quantity(), item.unitPriceCents()))
			.toList();
	}

	record Item(@NotBlank @Size(max = 50) String sku, @Positive @Max(10_000) int quantity,
			@PositiveOrZero @Max(100_000_000) long unitPriceCents) {
	}

}
