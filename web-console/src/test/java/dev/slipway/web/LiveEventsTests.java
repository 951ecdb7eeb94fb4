package dev.slipway.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.test.PlatformTest;
import dev.slipway.test.RunningPlatform;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What moves is streamed to those who may see it. */
@PlatformTest
class LiveEventsTests {

	@Test
	void aFollowerOfAServiceSeesWhatMovesBelowItAndNothingBesideIt(RunningPlatform platform) throws Exception {
		Samples.service(platform, "news", "herald");
		LiveEvents events = platform.bean(LiveEvents.class);
		try (Stream stream = new Stream(platform, "/api/v1/events?topic=services/herald",
				platform.token(Role.DEVELOPER, "news"))) {
			stream.await(":following services/herald");
			events.publish("services/heraldry/builds/1", "build", Map.of("number", 99));
			events.publish("services/herald/builds/7", "build", Map.of("number", 7));
			stream.await("event:build");
			stream.await("\"number\":7");
			assertThat(stream.lines).noneMatch((line) -> line.contains("99"));
			assertThat(stream.lines).anyMatch((line) -> line.contains("\"topic\":\"services/herald/builds/7\""));
		}
	}

	@Test
	void aResourcesOwnStreamIsTheSame(RunningPlatform platform) throws Exception {
		Samples.service(platform, "news", "crier");
		try (Stream stream = new Stream(platform, "/api/v1/services/crier/events",
				platform.token(Role.VIEWER, "news"))) {
			stream.await(":following services/crier");
			platform.bean(LiveEvents.class).publish("services/crier", "changed", Map.of("what", "all"));
			stream.await("event:changed");
		}
	}

	@Test
	void othersDoNotFollow(RunningPlatform platform) {
		Samples.service(platform, "news", "whisper");
		Http http = new Http(platform.url());
		Map<String, String> other = Http.bearer(platform.token(Role.DEVELOPER, "gossip"));
		assertThat(http.get("/api/v1/events?topic=services/whisper", other).statusCode()).isEqualTo(404);
		assertThat(http.get("/api/v1/services/whisper/events", other).statusCode()).isEqualTo(404);
		assertThat(http.get("/api/v1/events?topic=services", other).statusCode()).isEqualTo(404);
		assertThat(http.get("/api/v1/events?topic=services/whisper", Map.of()).statusCode()).isEqualTo(401);
	}

	/** A stream that is being read. */
	private static final class Stream implements AutoCloseable {

		private final InputStream body;

		private final Queue<String> lines = new ConcurrentLinkedQueue<>();

		Stream(RunningPlatform platform, String path, String token) throws IOException, InterruptedException {
			HttpResponse<InputStream> answer = Http.CLIENT.send(
					new Http(platform.url()).request(path, Http.bearer(token)).GET().build(),
					BodyHandlers.ofInputStream());
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
			this.body = answer.body();
			Thread reader = new Thread(this::read, "stream of " + path);
			reader.setDaemon(true);
			reader.start();
		}

		void await(String text) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> this.lines.stream().anyMatch((line) -> line.contains(text)));
		}

		private void read() {
			try (BufferedReader reader = new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8))) {
				reader.lines().forEach(this.lines::add);
			}
			catch (IOException | java.io.UncheckedIOException ex) {
				this.lines.add("closed");
			}
		}

		@Override
		public void close() throws IOException {
			this.body.close();
		}

	}

}
