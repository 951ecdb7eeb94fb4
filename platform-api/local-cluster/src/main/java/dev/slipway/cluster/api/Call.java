package dev.slipway.cluster.api;

import java.util.List;
import java.util.Locale;

import dev.slipway.cluster.api.kinds.ApiError;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * One request, its body read.
 *
 * @param path decoded, without the query
 */
record Call(String method, String path, MultiMap params, MultiMap headers, byte[] body) {

	@Nullable String param(String name) {
		return this.params.get(name);
	}

	String param(String name, String otherwise) {
		String value = param(name);
		return (value != null) ? value : otherwise;
	}

	boolean flag(String name) {
		String value = param(name);
		return value != null && (value.isEmpty() || value.equals("1") || value.equalsIgnoreCase("true"));
	}

	@Nullable Long number(String name) {
		String value = param(name);
		if (value == null || value.isEmpty()) {
			return null;
		}
		try {
			return Long.valueOf(value);
		}
		catch (NumberFormatException ex) {
			throw ApiError.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
		}
	}

	List<String> dryRun() {
		return this.params.getAll("dryRun").stream().filter((value) -> !value.isEmpty()).toList();
	}

	String header(String name) {
		String value = this.headers.get(name);
		return (value != null) ? value : "";
	}

	String contentType() {
		return header("Content-Type").split(";")[0].trim().toLowerCase(Locale.ROOT);
	}

	/** The name under which the caller's fields are owned. */
	String fieldManager() {
		String given = param("fieldManager");
		if (given != null && !given.isEmpty()) {
			return given;
		}
		String agent = header("User-Agent").split("/")[0].trim();
		return agent.isEmpty() ? "unknown" : agent;
	}

}
