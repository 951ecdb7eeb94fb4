package dev.slipway.chaos.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.chaos.Tampering;

/**
 * The actuator endpoint of chaos-monkey-spring-boot. Only the watcher of REST controllers
 * is on while a latency is: with the one of services, too, each request would be delayed
 * twice. It is enabled last, so that enabled means complete.
 */
final class ChaosMonkey {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final String ROOT = "chaosmonkey";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	/** Whether it is enabled, by its own word. */
	Tampering inspect(URI actuator) {
		try {
			HttpResponse<String> answer = send(request(actuator, ROOT).GET().build());
			if (answer.statusCode() == HttpURLConnection.HTTP_NOT_FOUND) {
				return Tampering.UNABLE;
			}
			JsonNode enabled = JSON.readTree(answer.body()).path("chaosMonkeyProperties").path("enabled");
			if (answer.statusCode() != HttpURLConnection.HTTP_OK || !enabled.isBoolean()) {
				return Tampering.UNKNOWN;
			}
			return enabled.booleanValue() ? Tampering.ACTIVE : Tampering.NONE;
		}
		catch (IOException ex) {
			return Tampering.UNKNOWN;
		}
	}

	/** Delays every request. */
	void slowDown(URI actuator, Duration delay) {
		Map<String, Object> assaults = assaults();
		assaults.put("latencyActive", true);
		assaults.put("latencyRangeStart", delay.toMillis());
		assaults.put("latencyRangeEnd", delay.toMillis());
		post(actuator, "assaults", assaults);
		post(actuator, "watchers", watchers());
		post(actuator, "enable", Map.of());
		verify(actuator, Tampering.ACTIVE);
	}

	/** Ends every assault; a pod without chaos-monkey has none. */
	void calmDown(URI actuator) {
		if (inspect(actuator) == Tampering.UNABLE) {
			return;
		}
		post(actuator, "disable", Map.of());
		post(actuator, "assaults", assaults());
		verify(actuator, Tampering.NONE);
	}

	static String json(Object value) {
		try {
			return JSON.writeValueAsString(value);
		}
		catch (JsonProcessingException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Object> assaults() {
		Map<String, Object> none = new LinkedHashMap<>();
		none.put("level", 1);
		none.put("deterministic", true);
		none.put("latencyActive", false);
		none.put("exceptionsActive", false);
		none.put("killApplicationActive", false);
		none.put("memoryActive", false);
		none.put("cpuActive", false);
		return none;
	}

	private static Map<String, Object> watchers() {
		return Map.of("restController", true, "controller", false, "service", false, "repository", false, "component",
				false, "restTemplate", false, "webClient", false, "actuatorHealth", false);
	}

	private void verify(URI actuator, Tampering wanted) {
		Tampering now = inspect(actuator);
		if (now != wanted) {
			throw new IllegalStateException(
					"The chaos-monkey at " + actuator + " should be " + wanted + " now, but it is " + now);
		}
	}

	private void post(URI actuator, String path, Map<String, Object> body) {
		HttpRequest request = request(actuator, ROOT + "/" + path).header("Content-Type", "application/json")
			.POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)))
			.build();
		try {
			HttpResponse<String> answer = send(request);
			if (answer.statusCode() >= HttpURLConnection.HTTP_BAD_REQUEST) {
				throw new IllegalStateException(
						"POST " + request.uri() + " was answered with " + answer.statusCode() + ": " + answer.body());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The chaos-monkey at " + actuator + " does not answer", ex);
		}
	}

	private static HttpRequest.Builder request(URI actuator, String path) {
		return HttpRequest.newBuilder(actuator.resolve(path)).timeout(PATIENCE).header("Accept", "application/json");
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException {
		try {
			return this.http.send(request, BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

}
