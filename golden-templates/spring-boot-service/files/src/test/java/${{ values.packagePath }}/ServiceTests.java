package ${{ values.package }};

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.jayway.jsonpath.JsonPath;
import com.sun.net.httpserver.HttpServer;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc
class ServiceTests {

	private static final HttpServer STOCK = stockServer();

	private static volatile int stockStatus = 200;

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private CircuitBreakerRegistry breakers;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		Postgres.register(registry);
		registry.add("stock.url", () -> "http://127.0.0.1:" + STOCK.getAddress().getPort());
		registry.add("stock.timeout", () -> "30s"); // a busy machine is slow, not broken
	}

	@AfterAll
	static void stop() {
		STOCK.stop(0);
	}

	@BeforeEach
	void stockAnswers() {
		stockStatus = 200;
		this.breakers.circuitBreaker("stock").reset();
	}

	@Test
	void takesAnOrderAndGivesItBack() {
		var placed = post("""
				{"customer":"ada","items":[{"sku":"tea","quantity":2,"unitPriceCents":450}]}""");
		assertThat(placed).hasStatus(201);
		assertThat(placed).bodyJson().extractingPath("$.totalCents").isEqualTo(900);
		assertThat(placed).bodyJson().extractingPath("$.stockCheck").isEqualTo("AVAILABLE");
		String location = String.valueOf(placed.getResponse().getHeader("Location"));
		assertThat(this.mvc.get().uri(location)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.items[0].sku")
			.isEqualTo("tea");
	}

	@Test
	void listsTheOrdersOfACustomerNewestFirst() {
		post("""
				{"customer":"bob","items":[{"sku":"first","quantity":1,"unitPriceCents":1}]}""");
		post("""
				{"customer":"bob","items":[{"sku":"second","quantity":1,"unitPriceCents":1}]}""");
		assertThat(this.mvc.get().uri("/orders?customer=bob")).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].items[0].sku")
			.asArray()
			.containsExactly("second", "first");
	}

	@Test
	void moreThanThereIsInStockIsShort() {
		assertThat(post("""
				{"customer":"ada","items":[{"sku":"tea","quantity":999,"unitPriceCents":450}]}""")).bodyJson()
			.extractingPath("$.stockCheck")
			.isEqualTo("SHORT");
	}

	@Test
	void anOrderIsTakenUncheckedWhileTheStockServiceFails() {
		stockStatus = 500;
		for (int i = 0; i < 6; i++) {
			assertThat(post("""
					{"customer":"eve","items":[{"sku":"tea","quantity":1,"unitPriceCents":450}]}""")).hasStatus(201)
				.bodyJson()
				.extractingPath("$.stockCheck")
				.isEqualTo("UNCHECKED");
		}
		assertThat(this.breakers.circuitBreaker("stock").getState()).isEqualTo(CircuitBreaker.State.OPEN);
	}

	@Test
	void refusesAnEmptyOrder() {
		assertThat(post("""
				{"customer":"ada","items":[]}""")).hasStatus(400);
	}

	@Test
	void refusesANegativeQuantity() {
		assertThat(post("""
				{"customer":"ada","items":[{"sku":"tea","quantity":-1,"unitPriceCents":450}]}""")).hasStatus(400);
	}

	@Test
	void anUnknownOrderIsNotFound() {
		assertThat(this.mvc.get().uri("/orders/00000000-0000-0000-0000-000000000000")).hasStatus(404);
	}

	@Test
	void isReadyAndAlive() {
		assertThat(this.mvc.get().uri("/actuator/health/readiness")).hasStatusOk();
		assertThat(this.mvc.get().uri("/actuator/health/liveness")).hasStatusOk();
	}

	@Test
	void greets() throws Exception {
		var answer = this.mvc.get().uri("/").exchange();
		assertThat((String) JsonPath.read(answer.getResponse().getContentAsString(), "$.service"))
			.isEqualTo("${{ values.name }}");
	}

	private org.springframework.test.web.servlet.assertj.MvcTestResult post(String body) {
		return this.mvc.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	private static HttpServer stockServer() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/stock/", (exchange) -> {
				byte[] body = "{\"available\":10}".getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().add("Content-Type", "application/json");
				exchange.sendResponseHeaders(stockStatus, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
