package dev.slipway.cluster.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** JSON pointers whose part {@code [type=Available]} picks an array's element. */
final class Pointers {

	private Pointers() {
	}

	static JsonNode at(JsonNode root, String pointer) {
		JsonNode node = root;
		if (pointer.isEmpty()) {
			return node;
		}
		for (String raw : pointer.substring(1).split("/")) {
			String part = raw.replace("~1", "/").replace("~0", "~");
			if (part.startsWith("[") && node.isArray()) {
				node = pick(node, part.substring(1, part.length() - 1).split("=", 2));
			}
			else if (node.isArray()) {
				node = part.matches("\\d+") ? node.path(Integer.parseInt(part)) : MissingNode.getInstance();
			}
			else {
				node = node.path(part);
			}
		}
		return node;
	}

	private static JsonNode pick(JsonNode array, String[] condition) {
		for (JsonNode item : array) {
			if (item.path(condition[0]).asText().equals(condition[1])) {
				return item;
			}
		}
		return MissingNode.getInstance();
	}

}
