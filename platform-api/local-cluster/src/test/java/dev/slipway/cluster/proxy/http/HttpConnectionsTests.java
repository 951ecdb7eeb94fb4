package dev.slipway.cluster.proxy.http;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.slipway.cluster.proxy.http.Front.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Kept connections, those that end at the wrong moment, and bodies without an end. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HttpConnectionsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int LARGE = 50 * 1024 * 1024;

	private final Front front = new Front().weights(backend("a", 1));

	@AfterEach
	void stop() {
		this.front.close();
	}

	@Test
	void aConnectionToABackendIsKept() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			while (!self.head(reader).isEmpty()) {
				Scripted.say(connection, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			for (int i = 0; i < 100; i++) {
				assertThat(client.get("/")).isEqualTo("ok");
			}
			assertThat(behind.connections()).isLessThan(100);
		}
	}

	@Test
	void aBackendThatAnnouncesItsEndGetsNoFurtherRequestThere() throws Exception {
		AtomicInteger second = new AtomicInteger();
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			self.head(reader);
			Scripted.say(connection, "HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nok");
			if (!self.head(reader).isEmpty()) {
				second.incrementAndGet();
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			for (int i = 0; i < 10; i++) {
				assertThat(client.get("/")).isEqualTo("ok");
			}
			assertThat(behind.connections()).isEqualTo(10);
			assertThat(second).hasValue(0);
		}
	}

	@Test
	void aKeptConnectionThatEndsWithoutAWordCostsNoSafeRequest() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			self.head(reader);
			Scripted.say(connection, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
			self.head(reader);
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			for (int i = 0; i < 20; i++) {
				assertThat(client.get("/")).isEqualTo("ok");
			}
		}
	}

	@Test
	void aRequestThatMayHaveHadAnEffectIsNotSentTwice() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			while (self.head(reader).startsWith("GET ")) {
				Scripted.say(connection, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			assertThat(client.get("/")).isEqualTo("ok");
			client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello");
			assertThat(client.head()).startsWith("HTTP/1.1 502 ");
			assertThat(behind.requests().stream().filter((head) -> head.startsWith("POST"))).hasSize(1);
		}
	}

	@Test
	void aBackendThatSaysNothingOnAFreshConnectionIsNotHidden() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> self.head(Scripted.reader(connection)));
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET / HTTP/1.1\nHost: a\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 502 ");
			assertThat(behind.requests()).hasSize(1);
		}
	}

	@Test
	void anEarlyAnswerReachesAClientThatStillSends() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			self.head(Scripted.reader(connection));
			Scripted.say(connection, "HTTP/1.1 413 Too Large\nContent-Length: 3\nConnection: close\n\nbig");
			connection.shutdownOutput();
			connection.getInputStream().transferTo(OutputStream.nullOutputStream());
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("POST / HTTP/1.1\nHost: a\nContent-Length: 1000000\n\nbeginning");
			assertThat(client.head()).startsWith("HTTP/1.1 413 ");
			assertThat(client.bytes(3)).isEqualTo("big");
		}
	}

	@Test
	void aClientThatLeavesEndsItsRequest() throws Exception {
		CompletableFuture<Integer> end = new CompletableFuture<>();
		try (Scripted behind = new Scripted((self, connection) -> {
			self.head(Scripted.reader(connection));
			Scripted.say(connection, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n");
			try {
				while (true) {
					Scripted.say(connection, "1\nx\n");
				}
			}
			finally {
				end.complete(0);
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET / HTTP/1.1\nHost: a\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			client.close();
			assertThat(end.get(60, TimeUnit.SECONDS)).isZero();
			await().atMost(PATIENCE).until(() -> this.front.count("a", "499") == 1);
		}
	}

	@Test
	void aClientThatHasEndedItsSideStillGetsItsAnswer() throws Exception {
		try (Backend behind = Backend.named("ok"); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET / HTTP/1.1\nHost: a\n\n").socket().shutdownOutput();
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			assertThat(client.rest()).isEqualTo("ok");
		}
	}

	@Test
	void aLargeBodyPassesBothWaysAndIsNeverHeld() throws Exception {
		AtomicLong written = new AtomicLong();
		try (Backend behind = Backend.of((exchange) -> {
			long sum = 0;
			byte[] piece = new byte[64 * 1024];
			InputStream in = exchange.getRequestBody();
			for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
				sum += count;
			}
			exchange.sendResponseHeaders((sum == LARGE) ? 200 : 400, LARGE);
			try (OutputStream out = exchange.getResponseBody()) {
				for (int sent = 0; sent < LARGE; sent += piece.length) {
					out.write(piece);
					written.addAndGet(piece.length);
				}
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("POST / HTTP/1.1\nHost: a\nContent-Length: " + LARGE + "\n\n");
			byte[] piece = new byte[64 * 1024];
			for (int sent = 0; sent < LARGE; sent += piece.length) {
				client.socket().getOutputStream().write(piece);
			}
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			AtomicLong last = new AtomicLong(-1);
			await().pollInterval(Duration.ofSeconds(1))
				.atMost(PATIENCE)
				.until(() -> last.getAndSet(written.get()) == written.get());
			assertThat(written.get()).as("held back by a client that does not read").isLessThan(LARGE);
			assertThat(client.bytes(LARGE)).hasSize(LARGE);
			assertThat(written.get()).isEqualTo(LARGE);
		}
	}

}
