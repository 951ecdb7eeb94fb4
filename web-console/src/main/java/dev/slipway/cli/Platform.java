package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** The platform as any client sees it: JSON over HTTP with a bearer token. */
public final class Platform {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final String url;

	private final String token;

	private Platform(String url, String token) {
		this.url = url;
		this.token = token;
	}

	/**
	 * The platform whose state directory is known, with the admin token that it keeps
	 * there.
	 */
	public static Platform local(Options options) throws IOException {
		try {
			String token = Files.readString(options.state().resolve("admin-token")).strip();
			return new Platform("http://localhost:" + options.port(), token);
		}
		catch (NoSuchFileException ex) {
			throw new CommandFailed("There is no platform in " + options.state() + ". Start one with ./slipway up.",
					ex);
		}
	}

	/** The bearer token, which git takes as a password. */
	public String token() {
		return this.token;
	}

	/** The console's address. */
	public String url() {
		return this.url;
	}

	/** GETs a path below {@code /api/v1}; null when it is not there. */
	public @Nullable JsonNode find(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = send(request(path).GET().build());
		return (response.statusCode() == 404) ? null : json(path, response);
	}

	/** GETs a path below {@code /api/v1}. */
	public JsonNode get(String path) throws IOException, InterruptedException {
		return json(path, send(request(path).GET().build()));
	}

	/** GETs text and tells where to read on. */
	public HttpResponse<String> text(String path) throws IOException, InterruptedException {
		return this.http.send(request(path).header("Accept", "text/plain").GET().build(), BodyHandlers.ofString());
	}

	/**
	 * POSTs and gives the answer; its field {@code location} is the header of that name,
	 * below {@code /api/v1}.
	 */
	public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
		HttpRequest request = request(path).header("Content-Type", "application/json")
			.header("Idempotency-Key", UUID.randomUUID().toString())
			.POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
			.build();
		HttpResponse<String> response = send(request);
		JsonNode answer = json(path, response);
		response.headers()
			.firstValue("Location")
			.ifPresent((location) -> object(answer).put("location", location.replaceFirst("^.*/api/v1", "")));
		return answer;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.url + "/api/v1" + path))
			.timeout(Duration.ofSeconds(60))
			.header("Authorization", "Bearer " + this.token);
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		try {
			return this.http.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IOException("The platform did not answer " + request.method() + " " + request.uri(), ex);
		}
	}

	private static JsonNode json(String path, HttpResponse<String> response) throws IOException {
		if (response.statusCode() >= 400) {
			throw new CommandFailed(path + " was answered with " + response.statusCode() + ": " + response.body());
		}
		return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
	}

	private static com.fasterxml.jackson.databind.node.ObjectNode object(JsonNode node) {
		return (com.fasterxml.jackson.databind.node.ObjectNode) node;
	}

}
