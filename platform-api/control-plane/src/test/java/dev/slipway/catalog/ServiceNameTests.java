package dev.slipway.catalog;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "orders", "order-items2", "r2", "orders-r", "orders-r2d2", "orders-rx2",
			"a234567890123456789012345678901234567890" })
	void goodNames(String name) {
		assertThat(ServiceName.problem(name)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Orders", "1orders", "-orders", "orders-", "or_ders", "or.ders", "orders\n", "../x",
			"orders-r2", "orders-r10", "a-r1", "ördérs", "a2345678901234567890123456789012345678901" })
	void badNames(String name) {
		assertThat(ServiceName.problem(name)).isPresent();
	}

}
