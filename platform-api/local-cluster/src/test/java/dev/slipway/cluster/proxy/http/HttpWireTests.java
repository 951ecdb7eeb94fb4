package dev.slipway.cluster.proxy.http;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.slipway.cluster.proxy.http.Front.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** HTTP/1.1 to the letter: where messages end, and who keeps which connection. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class HttpWireTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Front front = new Front().weights(backend("a", 1));

	@AfterEach
	void stop() {
		this.front.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GARBAGE\n\n", "GET /\n\n", "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\nHost: a\nHost: b\n\n",
			"GET / HTTP/1.1\nHost: a, b\n\n", "GET / HTTP/1.1\nHost: a\n : x\n\n", "GET / HTTP/1.1\nHost : a\n\n",
			"GET / HTTP/1.1\nHost: a\nBad Name: x\n\n", "GET relative HTTP/1.1\nHost: a\n\n",
			"GET /#part HTTP/1.1\nHost: a\n\n", "GET ftp://a/ HTTP/1.1\nHost: a\n\n",
			"POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
			"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n",
			"POST / HTTP/1.1\nHost: a\nContent-Length: 5\nContent-Length: 6\n\nhello",
			"POST / HTTP/1.1\nHost: a\nContent-Length: 5, 6\n\nhello",
			"POST / HTTP/1.1\nHost: a\nContent-Length: -5\n\nhello",
			"POST / HTTP/1.1\nHost: a\nContent-Length: +5\n\nhello",
			"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n",
			"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n",
			"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n0\n\n",
			"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: identity\n\n",
			"POST / HTTP/1.0\nHost: a\nTransfer-Encoding: chunked\n\n0\n\n",
			"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\nxyz\nhello\n0\n\n" })
	void whatIsMalformedOrAmbiguousIsRefusedAndTheConnectionEnds(String request) throws Exception {
		try (Backend behind = Backend.named("a"); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send(request).send("GET /smuggled HTTP/1.1\nHost: a\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 400 ").contains("connection: close");
			assertThat(client.rest()).doesNotContain("HTTP/1.1 2");
			assertThat(behind.heads()).noneMatch((head) -> head.contains("smuggled"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "501 CONNECT a:80 HTTP/1.1\nHost: a\n\n", "505 GET / HTTP/2.0\nHost: a\n\n",
			"501 GET / HTTP/1.1\nHost: a\nConnection: Upgrade\nUpgrade: websocket\n\n" })
	void whatIsNotServedIsRefusedPlainly(String text) throws Exception {
		try (Backend behind = Backend.named("a"); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send(text.substring(4));
			assertThat(client.head()).startsWith("HTTP/1.1 " + text.substring(0, 3));
			assertThat(behind.requests()).isZero();
		}
	}

	@Test
	void whatIsTooLongIsRefused() throws Exception {
		try (RawClient client = new RawClient(this.front)) {
			client.send("GET /" + "x".repeat(20_000) + " HTTP/1.1\nHost: a\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 414 ");
		}
		try (RawClient client = new RawClient(this.front)) {
			client.send("GET / HTTP/1.1\nHost: a\n" + ("X: " + "x".repeat(10_000) + "\n").repeat(8) + "\n");
			assertThat(client.head()).startsWith("HTTP/1.1 431 ");
		}
	}

	@Test
	void anAbsoluteTargetIsSentOnAsAPath() throws Exception {
		try (Scripted behind = answering("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET http://real.example/path?q=1 HTTP/1.1\nHost: other\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			assertThat(behind.requests().get(0)).startsWith("GET /path?q=1 HTTP/1.1\n")
				.containsIgnoringCase("host: real.example\n");
		}
	}

	@Test
	void whatConcernsOneConnectionStaysOnIt() throws Exception {
		try (Scripted behind = answering(
				"HTTP/1.1 200 OK\nContent-Length: 2\nKeep-Alive: timeout=9\nConnection: X-Hop\nX-Hop: 1\nX-End: 2\n\nok");
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET / HTTP/1.1\nHost: a\nConnection: keep-alive, X-Mine, Host\nX-Mine: 1\nTE: trailers\n"
					+ "Keep-Alive: 1\nX-Forwarded-For: 9.9.9.9\nX-Kept: 1\n\n");
			assertThat(client.head()).contains("x-end: 2").doesNotContain("x-hop", "keep-alive");
			assertThat(behind.requests().get(0)).containsIgnoringCase("host: a\n")
				.containsIgnoringCase("x-kept: 1")
				.containsIgnoringCase("x-forwarded-for: 9.9.9.9, 127.0.0.1")
				.doesNotContainIgnoringCase("x-mine")
				.doesNotContainIgnoringCase("trailers")
				.doesNotContainIgnoringCase("keep-alive");
		}
	}

	@Test
	void answersWithoutABodyLeaveTheConnectionInStep() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			for (String head = self.head(reader); !head.isEmpty(); head = self.head(reader)) {
				String path = head.split(" ")[1];
				Scripted.say(connection, switch (path) {
					case "/204" -> "HTTP/1.1 204 No Content\n\n";
					case "/304" -> "HTTP/1.1 304 Not Modified\nContent-Length: 99\nETag: x\n\n";
					case "/chunked-head" -> "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n";
					case "/head" -> "HTTP/1.1 200 OK\nContent-Length: 99\n\n";
					case "/empty" -> "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
					default -> "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
				});
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			for (int round = 0; round < 3; round++) {
				assertThat(client.send("GET /204 HTTP/1.1\nHost: a\n\n").head()).startsWith("HTTP/1.1 204");
				assertThat(client.send("GET /304 HTTP/1.1\nHost: a\n\n").head()).startsWith("HTTP/1.1 304")
					.contains("etag: x");
				assertThat(client.send("HEAD /head HTTP/1.1\nHost: a\n\n").head()).contains("content-length: 99");
				assertThat(client.send("HEAD /chunked-head HTTP/1.1\nHost: a\n\n").head()).startsWith("HTTP/1.1 200");
				assertThat(client.send("GET /empty HTTP/1.1\nHost: a\n\n").head()).contains("content-length: 0");
				assertThat(client.get("/")).isEqualTo("ok");
			}
			assertThat(behind.requests()).hasSize(18);
		}
	}

	@Test
	void aRequestIsInvitedAndInterimAnswersPass() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			self.head(reader);
			Scripted.say(connection, "HTTP/1.1 103 Early Hints\nLink: </a.css>\n\nHTTP/1.1 100 Continue\n\n");
			char[] body = new char[5];
			int read = 0;
			while (read < body.length) {
				read += reader.read(body, read, body.length - read);
			}
			Scripted.say(connection, "HTTP/1.1 201 Created\nContent-Length: 5\n\n" + new String(body));
			self.head(reader);
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("POST / HTTP/1.1\nHost: a\nExpect: 100-continue\nContent-Length: 5\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 103 ").contains("link: </a.css>");
			assertThat(client.head()).startsWith("HTTP/1.1 100 ");
			client.send("hello");
			assertThat(client.head()).startsWith("HTTP/1.1 201 ");
			assertThat(client.bytes(5)).isEqualTo("hello");
		}
	}

	@Test
	void chunksAndTrailersPassBothWays() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			self.head(reader);
			StringBuilder body = new StringBuilder();
			for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
				body.append(line).append('|');
			}
			Scripted.say(connection, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"
					+ Integer.toHexString(body.length()) + "\n" + body + "\n0\nX-Sum: 9\n\n");
			self.head(reader);
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client
				.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3;ext=1\nabc\n2\nde\n0\nX-Check: 7\n\n");
			assertThat(client.head()).contains("transfer-encoding: chunked");
			client.line();
			String got = client.line();
			assertThat(got).contains("abc|").contains("de|").contains("X-Check: 7");
			assertThat(client.line()).isEqualTo("0");
			assertThat(client.line()).isEqualToIgnoringCase("x-sum: 9");
			assertThat(client.line()).isEmpty();
		}
	}

	@Test
	void requestsSentAheadAreAnsweredInTheirOrder() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			for (String head = self.head(reader); !head.isEmpty(); head = self.head(reader)) {
				Scripted.say(connection, "HTTP/1.1 200 OK\nContent-Length: 2\n\n" + head.split(" ")[1]);
			}
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET /1 HTTP/1.1\nHost: a\n\nPOST /2 HTTP/1.1\nHost: a\nContent-Length: 0\n\n"
					+ "GET /3 HTTP/1.1\nHost: a\nConnection: close\n\n");
			for (int i = 1; i <= 3; i++) {
				assertThat(client.head()).startsWith("HTTP/1.1 200 ");
				assertThat(client.bytes(2)).isEqualTo("/" + i);
			}
			assertThat(client.rest()).isEmpty();
		}
	}

	@Test
	void anOldClientGetsABodyThatEndsWithTheConnection() throws Exception {
		try (Scripted behind = answering("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n6\n world\n0\n\n");
				RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET / HTTP/1.0\n\n");
			assertThat(client.head()).doesNotContain("chunked").contains("connection: close");
			assertThat(client.rest()).isEqualTo("hello world");
		}
	}

	@Test
	void aBodyThatEndsWithTheBackendsConnectionIsComplete() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			self.head(Scripted.reader(connection));
			Scripted.say(connection, "HTTP/1.0 200 OK\n\nall of it");
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			for (int i = 0; i < 2; i++) {
				client.send("GET / HTTP/1.1\nHost: a\n\n");
				assertThat(client.head()).contains("transfer-encoding: chunked");
				assertThat(client.line()).isEqualTo("9");
				assertThat(client.line()).isEqualTo("all of it");
				assertThat(client.line()).isEqualTo("0");
				assertThat(client.line()).isEmpty();
			}
		}
	}

	@Test
	void anAnswerThatIsCutOffIsSeenToBe() throws Exception {
		try (Scripted behind = new Scripted((self, connection) -> {
			self.head(Scripted.reader(connection));
			Scripted.say(connection, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n");
		}); RawClient client = new RawClient(this.front)) {
			this.front.endpoints("a", behind.port());
			client.send("GET / HTTP/1.1\nHost: a\n\n");
			assertThat(client.head()).startsWith("HTTP/1.1 200 ");
			assertThat(client.line()).isEqualTo("5");
			assertThat(client.line()).isEqualTo("hello");
			assertThat(client.line()).as("no last chunk").isNull();
			await().atMost(PATIENCE).until(() -> this.front.count("a", "aborted") == 1);
		}
	}

	/** Answers each request of a connection in the same way. */
	private static Scripted answering(String answer) throws java.io.IOException {
		return new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			while (!self.head(reader).isEmpty()) {
				Scripted.say(connection, answer);
			}
		});
	}

}
