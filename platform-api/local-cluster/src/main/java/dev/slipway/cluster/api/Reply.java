package dev.slipway.cluster.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.api.kinds.ApiError;

/**
 * An answer.
 *
 * @param warnings one Warning header each
 */
record Reply(int status, String contentType, byte[] body, List<String> warnings, int retryAfter) {

	static final String JSON = "application/json";

	static Reply json(int status, JsonNode body) {
		return new Reply(status, JSON, Json.bytes(body), List.of(), 0);
	}

	static Reply text(int status, String body) {
		return new Reply(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), List.of(), 0);
	}

	static Reply error(ApiError error) {
		return json(error.code(), error.status())
			.retryIn(error.status().path("details").path("retryAfterSeconds").asInt(0));
	}

	Reply withWarnings(List<String> added) {
		return new Reply(this.status, this.contentType, this.body, List.copyOf(added), this.retryAfter);
	}

	Reply as(String type) {
		return new Reply(this.status, type, this.body, this.warnings, this.retryAfter);
	}

	private Reply retryIn(int seconds) {
		return new Reply(this.status, this.contentType, this.body, this.warnings, seconds);
	}

}
