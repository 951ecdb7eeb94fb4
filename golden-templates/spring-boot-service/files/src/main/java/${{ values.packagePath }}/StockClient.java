package ${{ values.package }};

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks the stock service. It may be slow or down: each call has a time-out and runs
 * through the circuit breaker {@code stock}, and an order never fails because of it.
 */
@Component
class StockClient {

	private static final Logger log = LoggerFactory.getLogger(StockClient.class);

	private final RestClient client;

	private final CircuitBreaker breaker;

	private final boolean configured;

	StockClient(RestClient.Builder builder, CircuitBreakerRegistry breakers, @Value("${stock.url}") String url,
			@Value("${stock.timeout}") Duration timeout) {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().connectTimeout(timeout).build());
		requests.setReadTimeout(timeout);
		this.client = builder.baseUrl(url).requestFactory(requests).build();
		this.breaker = breakers.circuitBreaker("stock");
		this.configured = !url.isBlank();
	}

	Order.StockCheck check(List<Order.Item> items) {
		if (!this.configured) {
			return Order.StockCheck.UNCHECKED;
		}
		try {
			boolean available = items.stream().allMatch(this::available);
			return available ? Order.StockCheck.AVAILABLE : Order.StockCheck.SHORT;
		}
		catch (RuntimeException ex) {
			log.warn("The stock service was not asked or did not answer: {}", ex.toString());
			return Order.StockCheck.UNCHECKED;
		}
	}

	private boolean available(Order.Item item) {
		Stock stock = this.breaker.executeSupplier(
				() -> this.client.get().uri("/stock/{sku}", item.sku()).retrieve().body(Stock.class));
		return stock != null && stock.available() >= item.quantity();
	}

	record Stock(int available) {
	}

}
