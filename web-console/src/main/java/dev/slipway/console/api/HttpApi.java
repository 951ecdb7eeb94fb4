package dev.slipway.console.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.UriComponentsBuilder;

/** The API over loopback HTTP, with the session's secret as bearer token. */
class HttpApi implements Api {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final HttpClient http;

	private final String root;

	private final String secret;

	HttpApi(HttpClient http, String root, String secret) {
		this.http = http;
		this.root = root;
		this.secret = secret;
	}

	@Override
	public JsonNode get(String path, Object... variables) {
		return json(accepted(send(request(path, variables).GET())));
	}

	@Override
	public <T> T get(Class<T> type, String path, Object... variables) {
		return Json.as(type, get(path, variables));
	}

	@Override
	public <T> List<T> items(Class<T> type, String path, Object... variables) {
		return Json.items(type, get(path, variables));
	}

	@Override
	public Optional<JsonNode> find(String path, Object... variables) {
		HttpResponse<byte[]> answer = send(request(path, variables).GET());
		return (answer.statusCode() == 404) ? Optional.empty() : Optional.of(json(accepted(answer)));
	}

	@Override
	public Answer post(String path, @Nullable Object body, Object... variables) {
		HttpRequest.Builder request = request(path, variables);
		if (body != null) {
			request.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
		}
		else {
			request.POST(BodyPublishers.noBody());
		}
		return answer(request);
	}

	@Override
	public Answer put(String path, Object body, String version, Object... variables) {
		return answer(request(path, variables).header("Content-Type", "application/json")
			.header("If-Match", version)
			.PUT(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
	}

	private Answer answer(HttpRequest.Builder request) {
		HttpResponse<byte[]> answer = accepted(send(request));
		String location = answer.headers().firstValue("Location").orElse("");
		return new Answer(json(answer), location.replaceFirst("^.*/api/v1", ""));
	}

	@Override
	public void delete(String path, Object... variables) {
		accepted(send(request(path, variables).DELETE()));
	}

	private HttpRequest.Builder request(String path, Object... variables) {
		URI uri = UriComponentsBuilder.fromUriString(this.root + path).encode().buildAndExpand(variables).toUri();
		return HttpRequest.newBuilder(uri)
			.timeout(PATIENCE)
			.header("Accept", "application/json")
			.header("Authorization", "Bearer " + this.secret);
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new IllegalStateException("The platform's API did not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the platform's API", ex);
		}
	}

	private static HttpResponse<byte[]> accepted(HttpResponse<byte[]> answer) {
		if (answer.statusCode() >= 400) {
			throw new ApiProblem(answer.statusCode(), json(answer));
		}
		return answer;
	}

	private static JsonNode json(HttpResponse<byte[]> answer) {
		String type = answer.headers().firstValue("Content-Type").orElse("");
		if (answer.body().length == 0) {
			return JSON.missingNode();
		}
		return type.contains("json") ? JSON.readTree(answer.body())
				: JSON.getNodeFactory().stringNode(new String(answer.body(), StandardCharsets.UTF_8));
	}

}
