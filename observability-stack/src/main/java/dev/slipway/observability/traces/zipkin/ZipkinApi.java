package dev.slipway.observability.traces.zipkin;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.observability.http.StoreAddress;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.traces.BadTraceQuery;
import dev.slipway.observability.traces.TracesUnavailable;

/** Questions to Zipkin's v2 API; every answer is a JSON array, or there is none. */
final class ZipkinApi {

	private final StoreAddress zipkin;

	private final StoreHttp http;

	ZipkinApi(StoreAddress zipkin) {
		this.zipkin = zipkin;
		this.http = new StoreHttp(zipkin);
	}

	/**
	 * Asks.
	 * @param reader reads the answer; what it cannot read is no answer
	 */
	<T> T get(String path, Duration timeout, Function<byte[], T> reader) {
		return checked(this.http.send(this.http.request(path).build(), timeout), path, reader);
	}

	private <T> T checked(HttpResponse<byte[]> response, String path, Function<byte[], T> reader) {
		if (response.statusCode() == 404) {
			throw this.zipkin.unavailable(this.zipkin + " answers 404 to " + path.replaceAll("[?].*", "") + "; is "
					+ this.zipkin.property("url") + " that of Zipkin, with its path prefix if it has one, and is"
					+ " its query API on (QUERY_ENABLED)?", null);
		}
		if (response.statusCode() == 200) {
			return read(response, reader);
		}
		if (StoreHttp.isHtml(response)) {
			throw this.http.nonsense(response);
		}
		if (response.statusCode() == 400) {
			throw new BadTraceQuery("Zipkin refuses the question: " + StoreHttp.line(StoreHttp.text(response)));
		}
		throw this.zipkin.unavailable(
				this.zipkin + " answers " + response.statusCode() + ": " + StoreHttp.line(StoreHttp.text(response)),
				null);
	}

	private <T> T read(HttpResponse<byte[]> response, Function<byte[], T> reader) {
		if (StoreHttp.isHtml(response) || !StoreHttp.text(response).stripLeading().startsWith("[")) {
			throw this.http.nonsense(response);
		}
		try {
			return reader.apply(response.body());
		}
		catch (IllegalArgumentException | IllegalStateException | ArithmeticException ex) {
			throw new TracesUnavailable(
					this.zipkin + " answers what cannot be read: " + StoreHttp.line(String.valueOf(ex.getMessage())),
					ex);
		}
	}

	/**
	 * Asks for one thing that need not be there. Only an answer that names it says that
	 * it is unknown: a wrong address answers 404 to everything.
	 */
	<T> Optional<T> find(String path, String id, Function<byte[], T> reader) {
		HttpResponse<byte[]> response = this.http.send(this.http.request(path + id).build(), this.zipkin.timeout());
		if (response.statusCode() != 404) {
			return Optional.of(checked(response, path + id, reader));
		}
		if (!StoreHttp.isHtml(response) && StoreHttp.text(response).contains(id)
				&& !StoreHttp.text(response).contains(path)) {
			return Optional.empty();
		}
		get("/api/v2/services", this.zipkin.timeout(), ZipkinAnswers::names);
		return Optional.empty();
	}

	/** Its version; {@code unknown} when it does not tell. */
	String version(Duration timeout) {
		HttpResponse<byte[]> response = this.http.send(this.http.request("/info").build(), timeout);
		JsonNode info = StoreHttp.json(response);
		return (response.statusCode() == 200 && info != null)
				? StoreHttp.line(info.path("zipkin").path("version").asText("unknown")) : "unknown";
	}

}
