package dev.slipway.cluster.proxy.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.slipway.cluster.proxy.http.Front.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Under an open load, with weights and endpoints that change. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class NoRequestLostTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int PER_SECOND = 200;

	private final Front front = new Front();

	@AfterEach
	void stop() {
		this.front.close();
	}

	@Test
	void whileWeightsMoveFromNothingToAllAndBackNothingIsLost() throws Exception {
		try (Scripted stable = server(); Scripted canary = server()) {
			this.front.endpoints("a", stable.port()).endpoints("b", canary.port());
			weigh(0);
			Load load = Load.start(this.front, PER_SECOND);
			for (int step : List.of(0, 1, 5, 25, 50, 75, 100, 50, 0, 100, 0, 100)) {
				weigh(step);
				sendMore(load, 50);
			}
			int before = load.sent();
			await().atMost(PATIENCE).until(() -> load.answered(before));
			long toStable = this.front.count("a", "200");
			sendMore(load, 50);
			assertThat(load.stop()).as("of %s requests", load.sent()).isEmpty();
			assertThat(this.front.count("a", "200")).as("all go to the candidate").isEqualTo(toStable);
		}
	}

	@Test
	void whileEndpointsAreReplacedNothingIsLost() throws Exception {
		Scripted running = server();
		try {
			this.front.endpoints("a", running.port()).weights(backend("a", 1));
			Load load = Load.start(this.front, PER_SECOND);
			for (int round = 0; round < 10; round++) {
				sendMore(load, 30);
				Scripted fresh = server();
				this.front.endpoints("a", fresh.port());
				int under = load.sent();
				await().atMost(PATIENCE).until(() -> load.answered(under));
				running.close();
				running = fresh;
			}
			sendMore(load, 30);
			assertThat(load.stop()).as("of %s requests", load.sent()).isEmpty();
		}
		finally {
			running.close();
		}
	}

	@Test
	void anEndpointThatDiesBeforeItIsTakenOutLosesRequestsAndTheLoadSeesIt() throws Exception {
		try (Scripted stays = server()) {
			Scripted dies = server();
			this.front.endpoints("a", stays.port(), dies.port()).weights(backend("a", 1));
			Load load = Load.start(this.front, PER_SECOND);
			sendMore(load, 30);
			dies.close();
			sendMore(load, 30);
			assertThat(load.stop()).isNotEmpty();
		}
	}

	private void weigh(int candidate) {
		this.front.weights(backend("a", 100 - candidate) + "," + backend("b", candidate));
	}

	private static void sendMore(Load load, int count) {
		int from = load.sent();
		await().atMost(PATIENCE).until(() -> load.sent() >= from + count);
	}

	/** Reads each request to its end and answers it. */
	private static Scripted server() throws IOException {
		return new Scripted((self, connection) -> {
			BufferedReader reader = Scripted.reader(connection);
			for (String head = self.head(reader); !head.isEmpty(); head = self.head(reader)) {
				String plain = head.toLowerCase(java.util.Locale.ROOT);
				int at = plain.indexOf("content-length: ");
				int length = (at < 0) ? 0 : Integer.parseInt(plain.substring(at + 16, plain.indexOf('\n', at)).strip());
				for (int read = 0; read < length; read++) {
					reader.read();
				}
				Scripted.say(connection, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
			}
		});
	}

}
