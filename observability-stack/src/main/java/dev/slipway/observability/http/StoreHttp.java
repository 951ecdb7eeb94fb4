package dev.slipway.observability.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.observability.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** One request to a store's HTTP API, and what can go wrong with it in words. */
public final class StoreHttp {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Duration CONNECT = Duration.ofSeconds(5);

	private final StoreAddress store;

	private final HttpClient http;

	public StoreHttp(StoreAddress store) {
		this.store = store;
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout((store.timeout().compareTo(CONNECT) < 0) ? store.timeout() : CONNECT);
		if (store.certificates() != null) {
			builder.sslContext(TrustedAuthorities.of(store.certificates(), store.property("ca-file")));
		}
		this.http = builder.build();
	}

	/** A request for a path below the store's address, with its credentials. */
	public HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.store.resolve(path))
			.header("Accept", "application/json");
		if (this.store.credentials() != null) {
			request.header("Authorization", this.store.credentials());
		}
		return request;
	}

	/**
	 * Sends one and awaits the whole answer, whatever its status; but a refusal to talk
	 * (401, 403) and a redirect are no answers.
	 * @throws StoreUnavailable when there is no answer
	 */
	public HttpResponse<byte[]> send(HttpRequest request, Duration timeout) {
		return willing(exchange(request, timeout));
	}

	/**
	 * Sends one and awaits the whole answer, whatever its status.
	 * @throws StoreUnavailable when there is no answer
	 */
	public HttpResponse<byte[]> exchange(HttpRequest request, Duration timeout) {
		CompletableFuture<HttpResponse<byte[]>> answer = this.http.sendAsync(request,
				(head) -> new BoundedBody(this.store.maxAnswer(), this.store.property("max-answer")));
		try {
			return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			answer.cancel(true);
			throw this.store.unavailable(this.store + " did not answer within " + timeout.toMillis() + " ms ("
					+ this.store.property("timeout") + ")", ex);
		}
		catch (ExecutionException ex) {
			throw broken(ex.getCause());
		}
		catch (InterruptedException ex) {
			answer.cancel(true);
			Thread.currentThread().interrupt();
			throw this.store.unavailable("The question to " + this.store + " was given up", ex);
		}
	}

	private StoreUnavailable broken(@Nullable Throwable cause) {
		String why = (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException)
				? "it cannot be connected; is it running, and is " + this.store.property("url") + " right?"
				: (cause instanceof SSLException) ? handshake(String.valueOf(cause.getMessage()))
						: (cause != null && cause.getMessage() != null) ? cause.getMessage() : String.valueOf(cause);
		return this.store.unavailable(this.store + " gives no answer: " + why,
				(cause != null) ? cause : new IOException(why));
	}

	private String handshake(String message) {
		return message.contains("plaintext") || message.contains("Unsupported or unrecognized SSL message")
				? "it does not speak TLS; should " + this.store.property("url") + " begin with http://? (" + message
						+ ")"
				: "its certificate is not trusted (" + this.store.property("ca-file") + "): " + message;
	}

	private HttpResponse<byte[]> willing(HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status == 401 || status == 403) {
			throw this.store.unavailable(this.store + " answers " + status + ": set " + this.store.property("token")
					+ ", or .username and .password", null);
		}
		if (status / 100 == 3) {
			throw this.store.unavailable(this.store + " answers " + status + " and sends to "
					+ response.headers().firstValue("location").map(StoreHttp::line).orElse("nowhere")
					+ "; is that a sign-in page?", null);
		}
		return response;
	}

	/** The answer is not one that the store would give. */
	public StoreUnavailable nonsense(HttpResponse<byte[]> response) {
		return this.store.unavailable(this.store + " answers " + response.statusCode()
				+ " with something else than JSON: " + line(text(response)) + "; is " + this.store.property("url")
				+ " that of " + this.store.name() + "?", null);
	}

	/** The answer as JSON; null when it is none. */
	public static @Nullable JsonNode json(HttpResponse<byte[]> response) {
		if (isHtml(response)) {
			return null;
		}
		try {
			JsonNode answer = JSON.readTree(response.body());
			return (answer != null && !answer.isMissingNode()) ? answer : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Whether the answer is a page for people. */
	public static boolean isHtml(HttpResponse<byte[]> response) {
		return response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT).contains("html");
	}

	/** The answer as text. */
	public static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	/** Fit for one line: control characters out, not too long. */
	public static String line(String text) {
		String line = text.substring(0, Math.min(text.length(), 400)).replaceAll("\\p{Cntrl}+|\\s+", " ").strip();
		return (line.length() > 200) ? line.substring(0, 200) + "…" : line;
	}

}
