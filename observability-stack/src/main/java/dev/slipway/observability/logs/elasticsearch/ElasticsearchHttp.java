package dev.slipway.observability.logs.elasticsearch;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.util.BinaryData;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.logs.LogsUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of Elasticsearch's client by the way that all stores share, with
 * its time-out for the whole answer, its bound and its words for what goes wrong.
 */
final class ElasticsearchHttp implements TransportHttpClient {

	private final ElasticsearchOptions options;

	private final StoreHttp http;

	ElasticsearchHttp(ElasticsearchOptions options) {
		this.options = options;
		this.http = new StoreHttp(options.address());
	}

	@Override
	public Response performRequest(String endpoint, @Nullable Node node, Request request, TransportOptions given) {
		HttpRequest.Builder http = this.http.request(request.path() + parameters(request.queryParams()));
		given.headers().forEach((header) -> http.setHeader(header.getKey(), header.getValue()));
		request.headers().forEach(http::setHeader);
		Iterable<ByteBuffer> body = request.body();
		http.method(request.method(),
				(body != null) ? BodyPublishers.ofByteArrays(arrays(body)) : BodyPublishers.noBody());
		return new Answer(node, send(http.build()));
	}

	/** A request that the client has no words for. */
	HttpResponse<byte[]> raw(String method, String path, byte @Nullable [] json) {
		return send(this.http.request(path)
			.header("Content-Type", "application/json")
			.method(method, (json != null) ? BodyPublishers.ofByteArray(json) : BodyPublishers.noBody())
			.build());
	}

	private HttpResponse<byte[]> send(HttpRequest request) {
		HttpResponse<byte[]> response = this.http.exchange(request, this.options.timeout());
		int status = response.statusCode();
		if (status == 401 || status == 403) {
			throw new LogsUnavailable(this.options + " answers " + status + " to " + request.method() + " "
					+ request.uri().getPath() + ": set " + ElasticsearchOptions.PROPERTIES
					+ ".api-key, or .username and .password, of somebody who may");
		}
		if (status / 100 == 3) {
			throw new LogsUnavailable(this.options + " answers " + status + " and sends to "
					+ response.headers().firstValue("location").map(StoreHttp::line).orElse("nowhere")
					+ "; is that a sign-in page?");
		}
		if (!response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT).contains("json")) {
			throw this.http.nonsense(response);
		}
		return response;
	}

	private static String parameters(Map<String, String> parameters) {
		StringBuilder query = new StringBuilder();
		parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
			.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
			.append('=')
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return query.toString();
	}

	private static List<byte[]> arrays(Iterable<ByteBuffer> buffers) {
		List<byte[]> arrays = new ArrayList<>();
		for (ByteBuffer buffer : buffers) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			arrays.add(bytes);
		}
		return arrays;
	}

	@Override
	public CompletableFuture<Response> performRequestAsync(String endpoint, @Nullable Node node, Request request,
			TransportOptions given) {
		throw new UnsupportedOperationException("only the blocking client is used");
	}

	@Override
	public void close() {
		// Java's client ends by itself when it is no longer used.
	}

	/**
	 * What came back.
	 *
	 * @param node where it was sent
	 * @param response what came
	 */
	private record Answer(@Nullable Node node, HttpResponse<byte[]> response) implements Response {

		@Override
		public int statusCode() {
			return this.response.statusCode();
		}

		@Override
		public @Nullable String header(String name) {
			return this.response.headers().firstValue(name).orElse(null);
		}

		@Override
		public List<String> headers(String name) {
			return this.response.headers().allValues(name);
		}

		@Override
		public @Nullable BinaryData body() {
			byte[] body = this.response.body();
			return (body.length > 0) ? BinaryData.of(body, String.valueOf(header("content-type"))) : null;
		}

		@Override
		public Object originalResponse() {
			return this.response;
		}

		@Override
		public void close() {
			// It is here as a whole.
		}

	}

}
