package dev.slipway.api.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.slipway.test.Databases;
import dev.slipway.test.SettableClock;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is created under one key is created once. */
@ParameterizedClass
@EnumSource(Databases.class)
class IdempotencyFilterTest {

	private static final String THINGS = "/api/v1/things";

	private final SettableClock clock = new SettableClock();

	private final AtomicInteger created = new AtomicInteger();

	private final IdempotencyFilter filter;

	IdempotencyFilterTest(Databases database) {
		DataSource dataSource = database.shared();
		Databases.client(dataSource).sql("DELETE FROM api_idempotency").update();
		this.filter = new IdempotencyFilter(new IdempotencyStore(Databases.client(dataSource)), new ProblemWriter(),
				this.clock);
	}

	@Test
	void aRepeatGetsTheFirstAnswer() throws Exception {
		MockHttpServletResponse first = post("ann", "k1", "{\"a\":\"ü\"}");
		MockHttpServletResponse repeat = post("ann", "k1", "{\"a\":\"ü\"}");
		assertThat(this.created).hasValue(1);
		assertThat(first.getHeader("Idempotency-Replayed")).isNull();
		assertThat(repeat.getHeader("Idempotency-Replayed")).isEqualTo("true");
		assertThat(repeat.getStatus()).isEqualTo(201);
		assertThat(repeat.getHeader("Location")).isEqualTo(THINGS + "/1");
		assertThat(repeat.getContentType()).isEqualTo(first.getContentType());
		assertThat(text(repeat)).isEqualTo(text(first)).isEqualTo("{\"number\":1,\"of\":{\"a\":\"ü\"}}");
	}

	@Test
	void anotherBodyUnderTheSameKeyIsRefused() throws Exception {
		post("ann", "k1", "{}");
		MockHttpServletResponse other = post("ann", "k1", "{\"a\":1}");
		assertThat(other.getStatus()).isEqualTo(422);
		assertThat(other.getContentType()).isEqualTo("application/problem+json");
		assertThat(text(other)).contains("\"Idempotency-Key\":\"This key was used for another request\"", "\"remedy\"");
		assertThat(this.created).hasValue(1);
	}

	@Test
	void keysOfDifferentActorsAndRequestsWithoutKeyAreStrangers() throws Exception {
		post("ann", "k1", "{}");
		assertThat(text(post("bob", "k1", "{}"))).contains("\"number\":2");
		assertThat(text(post("ann", null, "{}"))).contains("\"number\":3");
		assertThat(text(post("ann", null, "{}"))).contains("\"number\":4");
	}

	@Test
	void aRepeatThatComesMeanwhileIsToldToWait() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<MockHttpServletResponse> first = CompletableFuture
			.supplyAsync(() -> quietly("ann", "k1", (request, response) -> {
				begun.countDown();
				await(goOn);
				create(request, response);
			}));
		await(begun);
		MockHttpServletResponse meanwhile = post("ann", "k1", "{}");
		assertThat(meanwhile.getStatus()).isEqualTo(409);
		assertThat(text(meanwhile)).contains("still being served", "Repeat it in a moment");
		goOn.countDown();
		assertThat(first.join().getStatus()).isEqualTo(201);
		assertThat(text(post("ann", "k1", "{}"))).isEqualTo(text(first.join()));
		assertThat(this.created).hasValue(1);
	}

	@Test
	void ofManyAtOnceOneIsServed() {
		List<CompletableFuture<MockHttpServletResponse>> all = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> quietly("ann", "k1", this::create)))
			.toList();
		assertThat(all.stream().map(CompletableFuture::join)).extracting(MockHttpServletResponse::getStatus)
			.allMatch((status) -> status == 201 || status == 409)
			.contains(201);
		assertThat(this.created).hasValue(1);
	}

	@Test
	void whatFailedMayBeTriedAgain() throws Exception {
		assertThat(quietly("ann", "k1", (request, response) -> ((HttpServletResponse) response).setStatus(503))
			.getStatus()).isEqualTo(503);
		assertThat(quietly("ann", "k1", (request, response) -> ((HttpServletResponse) response).setStatus(409))
			.getStatus()).isEqualTo(409);
		assertThatThrownBy(() -> quietly("ann", "k1", (request, response) -> {
			throw new IOException("broke off");
		})).hasRootCauseMessage("broke off");
		assertThat(post("ann", "k1", "{}").getStatus()).isEqualTo(201);
	}

	@Test
	void anAnswerIsKeptForADay() throws Exception {
		post("ann", "k1", "{}");
		this.clock.advance(Duration.ofHours(23));
		assertThat(text(post("ann", "k1", "{}"))).contains("\"number\":1");
		this.clock.advance(Duration.ofHours(2));
		assertThat(text(post("ann", "k1", "{}"))).contains("\"number\":2");
	}

	@Test
	void aKeyHasTwoHundredCharactersAtMost() throws Exception {
		assertThat(post("ann", "k".repeat(201), "{}").getStatus()).isEqualTo(422);
		assertThat(post("ann", " ", "{}").getStatus()).isEqualTo(422);
		assertThat(post("ann", "k".repeat(200), "{}").getStatus()).isEqualTo(201);
	}

	private MockHttpServletResponse post(String actor, @Nullable String key, String body) throws Exception {
		return send(actor, key, body, this::create);
	}

	private MockHttpServletResponse quietly(String actor, String key, FilterChain chain) {
		try {
			return send(actor, key, "{}", chain);
		}
		catch (IOException | ServletException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private MockHttpServletResponse send(String actor, @Nullable String key, String body, FilterChain chain)
			throws IOException, ServletException {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", THINGS);
		request.setUserPrincipal(() -> actor);
		request.setContent(body.getBytes(StandardCharsets.UTF_8));
		if (key != null) {
			request.addHeader(IdempotencyFilter.KEY, key);
		}
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(request, response, chain);
		return response;
	}

	private void create(ServletRequest request, ServletResponse response) throws IOException {
		int number = this.created.incrementAndGet();
		String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		HttpServletResponse answer = (HttpServletResponse) response;
		answer.setStatus(201);
		answer.setHeader("Location", THINGS + "/" + number);
		answer.setContentType("application/json;charset=UTF-8");
		answer.getOutputStream()
			.write(("{\"number\":" + number + ",\"of\":" + body + "}").getBytes(StandardCharsets.UTF_8));
	}

	private static String text(MockHttpServletResponse response) {
		return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
