package dev.slipway.observability.metrics.prometheus;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.MetricsUnavailable;
import org.jspecify.annotations.Nullable;

/** One request to Prometheus's HTTP API, and what can go wrong with it in words. */
final class PrometheusApi {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration CONNECT = Duration.ofSeconds(5);

	private final PrometheusOptions options;

	private final HttpClient http;

	PrometheusApi(PrometheusOptions options) {
		this.options = options;
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout((options.timeout().compareTo(CONNECT) < 0) ? options.timeout() : CONNECT);
		if (options.certificates() != null) {
			builder.sslContext(TrustedAuthorities.of(options.certificates()));
		}
		this.http = builder.build();
	}

	/** Asks by a form, so that a long expression fits. */
	JsonNode post(String path, Map<String, String> form) {
		Map<String, String> whole = new LinkedHashMap<>(form);
		whole.put("timeout", this.options.timeout().toMillis() + "ms");
		String body = whole.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), this.options.timeout());
	}

	JsonNode get(String path, Duration timeout) {
		return send(request(path).build(), timeout);
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.options.resolve(path))
			.header("Accept", "application/json");
		if (this.options.credentials() != null) {
			request.header("Authorization", this.options.credentials());
		}
		return request;
	}

	private JsonNode send(HttpRequest request, Duration timeout) {
		CompletableFuture<HttpResponse<byte[]>> answer = this.http.sendAsync(request,
				(head) -> new BoundedBody(this.options.maxAnswer()));
		try {
			return read(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			throw new MetricsUnavailable(this.options + " did not answer within " + timeout.toMillis()
					+ " ms (slipway.metrics.prometheus.timeout)", ex);
		}
		catch (ExecutionException ex) {
			throw broken(ex.getCause());
		}
		catch (InterruptedException ex) {
			answer.cancel(true);
			Thread.currentThread().interrupt();
			throw new MetricsUnavailable("The question to " + this.options + " was given up", ex);
		}
	}

	private MetricsUnavailable broken(@Nullable Throwable cause) {
		String why = (cause instanceof ConnectException || cause instanceof java.net.http.HttpConnectTimeoutException)
				? "it cannot be connected; is it running, and is slipway.metrics.prometheus.url right?"
				: (cause instanceof SSLException)
						? "its certificate is not trusted (slipway.metrics.prometheus.ca-file): " + cause.getMessage()
						: (cause != null && cause.getMessage() != null) ? cause.getMessage() : String.valueOf(cause);
		return new MetricsUnavailable(this.options + " gives no answer: " + why,
				(cause != null) ? cause : new IOException(why));
	}

	private JsonNode read(HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status == 401 || status == 403) {
			throw new MetricsUnavailable(this.options + " answers " + status
					+ ": set slipway.metrics.prometheus.token, or .username and .password");
		}
		if (status / 100 == 3) {
			throw new MetricsUnavailable(this.options + " answers " + status + " and sends to "
					+ response.headers().firstValue("location").map(PrometheusApi::line).orElse("nowhere")
					+ "; is that a sign-in page?");
		}
		JsonNode answer = json(response);
		if (answer == null) {
			throw new MetricsUnavailable(this.options + " answers " + status + " with something else than JSON: "
					+ line(new String(response.body(), StandardCharsets.UTF_8))
					+ "; is slipway.metrics.prometheus.url that of Prometheus?");
		}
		if (status == 200 && answer.path("status").asText().equals("success")) {
			return answer;
		}
		String error = line(answer.path("error").asText("no reason"));
		if ((status == 400 || status == 422) && answer.path("status").asText().equals("error")) {
			throw new BadMetricQuery("Prometheus refuses the question: " + error);
		}
		throw new MetricsUnavailable(this.options + " answers " + status + ": " + error);
	}

	private static @Nullable JsonNode json(HttpResponse<byte[]> response) {
		String type = response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
		if (type.contains("html")) {
			return null;
		}
		try {
			JsonNode answer = JSON.readTree(response.body());
			return (answer != null && answer.isObject()) ? answer : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Fit for one line: control characters out, not too long. */
	private static String line(String text) {
		String line = text.substring(0, Math.min(text.length(), 400)).replaceAll("\\p{Cntrl}+|\\s+", " ").strip();
		return (line.length() > 200) ? line.substring(0, 200) + "…" : line;
	}

}
