package dev.slipway.observability.metrics.prometheus;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.MetricsUnavailable;

/** Questions to Prometheus's HTTP API; what it refuses is the asker's fault. */
final class PrometheusApi {

	private final PrometheusOptions options;

	private final StoreHttp http;

	PrometheusApi(PrometheusOptions options) {
		this.options = options;
		this.http = new StoreHttp(options.address());
	}

	/** Asks by a form, so that a long expression fits. */
	JsonNode post(String path, Map<String, String> form) {
		Map<String, String> whole = new LinkedHashMap<>(form);
		whole.put("timeout", this.options.timeout().toMillis() + "ms");
		String body = whole.entrySet()
			.stream()
			.map((entry) -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
					+ URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return send(this.http.request(path)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), this.options.timeout());
	}

	JsonNode get(String path, Duration timeout) {
		return send(this.http.request(path).build(), timeout);
	}

	private JsonNode send(HttpRequest request, Duration timeout) {
		HttpResponse<byte[]> response = this.http.send(request, timeout);
		int status = response.statusCode();
		JsonNode answer = StoreHttp.json(response);
		if (answer == null || !answer.isObject()) {
			throw this.http.nonsense(response);
		}
		if (status == 200 && answer.path("status").asText().equals("success")) {
			return answer;
		}
		String error = StoreHttp.line(answer.path("error").asText("no reason"));
		if ((status == 400 || status == 422) && answer.path("status").asText().equals("error")) {
			throw new BadMetricQuery("Prometheus refuses the question: " + error);
		}
		throw new MetricsUnavailable(this.options + " answers " + status + ": " + error);
	}

}
