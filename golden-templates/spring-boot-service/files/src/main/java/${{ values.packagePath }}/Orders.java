package ${{ values.package }};

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Takes orders and keeps them. */
@Service
class Orders {

	private static final Logger log = LoggerFactory.getLogger(Orders.class);

	private final OrderRepository repository;

	private final StockClient stock;

	private final ObservationRegistry observations;

	private final Clock clock;

	Orders(OrderRepository repository, StockClient stock, ObservationRegistry observations, Clock clock) {
		this.repository = repository;
		this.stock = stock;
		this.observations = observations;
		this.clock = clock;
	}

	Order place(String customer, List<Order.Item> items) {
		return Observation.createNotStarted("order.place", this.observations)
			.observe(() -> checkAndSave(customer, items));
	}

	Optional<Order> find(UUID id) {
		return this.repository.find(id);
	}

	List<Order> of(String customer) {
		return this.repository.findByCustomer(customer);
	}

	private Order checkAndSave(String customer, List<Order.Item> items) {
		Order order = new Order(UUID.randomUUID(), customer, List.copyOf(items), this.stock.check(items),
				this.clock.instant().truncatedTo(ChronoUnit.MICROS));
		this.repository.save(order);
		log.atInfo()
			.addKeyValue("orderId", order.id())
			.addKeyValue("totalCents", order.totalCents())
			.log("Order {} of {} cents taken for {}, stock {}", order.id(), order.totalCents(), customer,
					order.stockCheck());
		return order;
	}

}
