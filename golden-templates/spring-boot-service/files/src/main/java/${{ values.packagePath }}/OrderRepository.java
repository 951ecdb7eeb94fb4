package ${{ values.package }};

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class OrderRepository {

	private static final String ORDERS = "SELECT id, customer, stock_check, placed_at FROM orders ";

	private final JdbcClient jdbc;

	OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Transactional
	void save(Order order) {
		this.jdbc.sql("INSERT INTO orders (id, customer, stock_check, placed_at) VALUES (?, ?, ?, ?)")
			.params(order.id(), order.customer(), order.stockCheck().name(), Timestamp.from(order.placedAt()))
			.update();
		for (int position = 0; position < order.items().size(); position++) {
			Order.Item item = order.items().get(position);
			this.jdbc.sql("INSERT INTO order_item (order_id, position, sku, quantity, unit_price_cents) VALUES (?, ?, ?, ?, ?)")
				.params(order.id(), position, item.sku(), item.quantity(), item.unitPriceCents())
				.update();
		}
	}

	@Transactional(readOnly = true)
	Optional<Order> find(UUID id) {
		return this.jdbc.sql(ORDERS + "WHERE id = ?").param(id).query(Row.class).optional().map(this::withItems);
	}

	@Transactional(readOnly = true)
	List<Order> findByCustomer(String customer) {
		return this.jdbc.sql(ORDERS + "WHERE customer = ? ORDER BY placed_at DESC LIMIT 100")
			.param(customer)
			.query(Row.class)
			.list()
			.stream()
			.map(this::withItems)
			.toList();
	}

	private Order withItems(Row row) {
		List<Order.Item> items = this.jdbc
			.sql("SELECT sku, quantity, unit_price_cents FROM order_item WHERE order_id = ? ORDER BY position")
			.param(row.id())
			.query(Order.Item.class)
			.list();
		return new Order(row.id(), row.customer(), items, Order.StockCheck.valueOf(row.stockCheck()),
				row.placedAt().toInstant());
	}

	private record Row(UUID id, String customer, String stockCheck, Timestamp placedAt) {
	}

}
