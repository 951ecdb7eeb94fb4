package ${{ values.package }};

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderTests {

	@Test
	void totalIsTheSumOfQuantityTimesPrice() {
		Order order = new Order(UUID.randomUUID(), "ada",
				List.of(new Order.Item("tea", 2, 450), new Order.Item("cup", 1, 900)), Order.StockCheck.UNCHECKED,
				Instant.EPOCH);
		assertThat(order.totalCents()).isEqualTo(1800);
	}

	@Test
	void totalDoesNotOverflowAnInt() {
		Order order = new Order(UUID.randomUUID(), "ada", List.of(new Order.Item("ship", 10_000, 100_000_000)),
				Order.StockCheck.UNCHECKED, Instant.EPOCH);
		assertThat(order.totalCents()).isEqualTo(1_000_000_000_000L);
	}

}
