package dev.slipway.console.api;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The platform's REST API on behalf of whoever looks at a page. Controllers take it as a
 * parameter. Paths are below {@code /api/v1}.
 */
public interface Api {

	/**
	 * Reads a resource.
	 * @throws ApiProblem when the API refuses
	 */
	JsonNode get(String path, Object... variables);

	/**
	 * Reads a resource as a record of what a page shows of it.
	 * @throws ApiProblem when the API refuses
	 */
	<T> T get(Class<T> type, String path, Object... variables);

	/** Reads the items of one page of a list. */
	<T> List<T> items(Class<T> type, String path, Object... variables);

	/** Reads a resource that may not be there (404), or be no part of the platform. */
	Optional<JsonNode> find(String path, Object... variables);

	/**
	 * Posts a body.
	 * @throws ApiProblem when the API refuses; with the fields at fault
	 */
	Answer post(String path, @Nullable Object body, Object... variables);

	/**
	 * Puts a body in the place of what was looked at.
	 * @param version its ETag
	 * @throws ApiProblem when the API refuses, also because it has changed since
	 */
	Answer put(String path, Object body, String version, Object... variables);

	/** Deletes a resource. */
	void delete(String path, Object... variables);

	/**
	 * What a POST was answered with.
	 *
	 * @param body the JSON; missing when there was none
	 * @param location the path below {@code /api/v1} where it goes on; empty when none
	 */
	record Answer(JsonNode body, String location) {
	}

}
