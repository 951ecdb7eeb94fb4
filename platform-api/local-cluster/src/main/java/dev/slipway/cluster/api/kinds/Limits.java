package dev.slipway.cluster.api.kinds;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Limits of fields as an OpenAPI schema states them, worded as a server words them for
 * custom kinds.
 */
final class Limits {

	private Limits() {
	}

	/** A text that must be there. */
	static void required(JsonNode node, String field, String path, List<Cause> causes) {
		if (!node.has(field)) {
			causes.add(Cause.required(path + "." + field, ""));
		}
		else if (node.path(field).asText().isEmpty()) {
			causes.add(Cause.invalidText(path + "." + field, "",
					path + "." + field + " in body should be at least 1 chars long"));
		}
	}

	/** A number, if it is there, between two others. */
	static void range(JsonNode node, String field, String path, int least, int most, List<Cause> causes) {
		JsonNode value = node.path(field);
		String at = path + "." + field;
		if (value.isNumber() && value.asLong() < least) {
			causes.add(Cause.invalid(at, value.asText(), at + " in body should be greater than or equal to " + least));
		}
		if (value.isNumber() && value.asLong() > most) {
			causes.add(Cause.invalid(at, value.asText(), at + " in body should be less than or equal to " + most));
		}
	}

	/** A list that may not be longer. */
	static void atMost(String path, JsonNode list, int most, List<Cause> causes) {
		if (list.size() > most) {
			causes.add(new Cause("FieldValueTooMany",
					"Too many: " + list.size() + ": must have at most " + most + " items", path));
		}
	}

	/** A text that is one of some, if it is there. */
	static void oneOf(JsonNode node, String field, String path, List<String> known, List<Cause> causes) {
		JsonNode value = node.path(field);
		if (value.isTextual() && !known.contains(value.asText())) {
			causes.add(Cause.unsupported(path + "." + field, Cause.quote(value.asText()), known));
		}
	}

}
