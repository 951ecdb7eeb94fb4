package dev.slipway.console.api;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/** The API refused: its problem+json. */
public class ApiProblem extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private final transient JsonNode problem;

	/**
	 * A refusal.
	 * @param status the answer's
	 * @param problem the answer's body
	 */
	public ApiProblem(int status, JsonNode problem) {
		super(problem.path("detail").asString("The platform answered with status " + status));
		this.status = status;
		this.problem = problem;
	}

	public int status() {
		return this.status;
	}

	/** What to do about it; empty when the API does not say. */
	public String remedy() {
		return this.problem.path("remedy").asString("");
	}

	/** What is wrong with which field. */
	public Map<String, String> fields() {
		Map<String, String> fields = new LinkedHashMap<>();
		this.problem.path("fields")
			.properties()
			.forEach((field) -> fields.put(name(field.getKey()), text(field.getValue())));
		return fields;
	}

	private static String text(JsonNode value) {
		return value.isString() ? value.asString() : value.toString();
	}

	/** {@code /parameters/name}, {@code parameters.name} and {@code name} are one. */
	private static String name(String field) {
		return field.replaceFirst("^/", "").replace('/', '.').replaceFirst("^parameters\\.", "");
	}

}
