package dev.slipway.console.api;

import java.util.List;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the API's JSON into records of what a page shows of it. */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private Json() {
	}

	/** One record. */
	public static <T> T as(Class<T> type, JsonNode node) {
		return MAPPER.treeToValue(node, type);
	}

	/** The items of a page, or of a plain array. */
	public static <T> List<T> items(Class<T> type, JsonNode page) {
		JsonNode items = page.isArray() ? page : page.path("items");
		return items.valueStream().map((item) -> as(type, item)).toList();
	}

	/** JSON text. */
	public static String text(Object value) {
		return MAPPER.writeValueAsString(value);
	}

}
