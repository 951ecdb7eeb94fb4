package ${{ values.package }};

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

	private final Orders orders;

	OrderController(Orders orders) {
		this.orders = orders;
	}

	@PostMapping
	ResponseEntity<OrderView> place(@Valid @RequestBody PlaceOrder request) {
		Order order = this.orders.place(request.customer(), request.toItems());
		return ResponseEntity.created(URI.create("/orders/" + order.id())).body(OrderView.of(order));
	}

	@GetMapping("/{id}")
	ResponseEntity<OrderView> get(@PathVariable UUID id) {
		return ResponseEntity.of(this.orders.find(id).map(OrderView::of));
	}

	@GetMapping
	List<OrderView> list(@RequestParam String customer) {
		return this.orders.of(customer).stream().map(OrderView::of).toList();
	}

	/** An order as clients see it. */
	record OrderView(UUID id, String customer, List<Order.Item> items, Order.StockCheck stockCheck, long totalCents,
			Instant placedAt) {

		static OrderView of(Order order) {
			return new OrderView(order.id(), order.customer(), order.items(), order.stockCheck(), order.totalCents(),
					order.placedAt());
		}

	}

}
