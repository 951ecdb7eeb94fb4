package dev.slipway.cli.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.Platform;
import org.jspecify.annotations.Nullable;

/** Places an order and finds it again in the service's logs, metrics and traces. */
final class Telemetry {

	private static final Duration SOON = Duration.ofSeconds(60);

	private static final String SERVICE = "/services/" + Demo.SERVICE;

	private final Platform platform;

	private final Narrator narrator;

	Telemetry(Platform platform, Narrator narrator) {
		this.platform = platform;
		this.narrator = narrator;
	}

	void observe(Address address) throws Exception {
		String order = place(address);
		JsonNode line = this.narrator.await("the log line of order " + order, SOON,
				() -> first(this.platform.get(SERVICE + "/logs?limit=5&query=" + encoded("message:\"" + order + "\""))
					.path("items")));
		this.narrator.saw("log: " + line.path("level").asText() + " " + line.path("message").asText());
		String traceId = line.path("traceId").asText();
		this.narrator.check(!traceId.isEmpty(), "the line carries its trace id " + traceId, line);
		trace(traceId);
		try (Load load = Load.start(address.host(), address.port(), "/", 20)) {
			metrics();
		}
	}

	private String place(Address address) throws Exception {
		String body = "{\"customer\":\"ada\",\"items\":[{\"sku\":\"tea\",\"quantity\":2,\"unitPriceCents\":450}]}";
		HttpRequest request = HttpRequest.newBuilder(URI.create(address.url() + "/orders"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		this.narrator.check(response.statusCode() == 201, "an order was placed: " + response.body(), null);
		return Releases.field(response.body(), "id");
	}

	private void trace(String traceId) throws Exception {
		JsonNode spans = this.narrator.await("the trace " + traceId + " with its spans", SOON, () -> {
			JsonNode trace = this.platform.find(SERVICE + "/traces/" + traceId);
			return (trace != null && trace.path("spans").size() >= 3) ? trace.path("spans") : null;
		});
		for (JsonNode span : spans) {
			this.narrator.note(String.format("span %-28s %8.1f ms", span.path("name").asText(),
					span.path("durationMicros").asLong() / 1000.0));
		}
		this.narrator.saw("trace " + traceId + " has " + spans.size() + " spans");
	}

	private void metrics() throws Exception {
		JsonNode current = this.narrator.await("request rate, quantiles, heap and CPU of the service", SOON, () -> {
			JsonNode now = this.platform.get(SERVICE + "/metrics?environment=" + Demo.ENVIRONMENT).path("current");
			boolean all = now.path("requestRate").asDouble() > 1 && now.path("p99").asDouble() > 0
					&& now.path("errorRatio").isNumber() && now.path("heapUsedBytes").asDouble() > 0
					&& now.path("cpuUsage").isNumber();
			return all ? now : null;
		});
		this.narrator
			.saw(String.format("metrics: %.1f requests/s, error ratio %.4f, p50 %.0f ms, p95 %.0f ms, p99 %.0f ms",
					current.path("requestRate").asDouble(), current.path("errorRatio").asDouble(),
					millis(current, "p50"), millis(current, "p95"), millis(current, "p99")));
		this.narrator.saw(String.format("metrics: heap %.0f MB, CPU %.1f %%",
				current.path("heapUsedBytes").asDouble() / 1e6, current.path("cpuUsage").asDouble() * 100));
	}

	static double millis(JsonNode current, String name) {
		return current.path(name).asDouble() * 1000;
	}

	static @Nullable JsonNode first(JsonNode items) {
		return items.isEmpty() ? null : items.get(0);
	}

	static String encoded(String text) {
		return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
	}

}
