package dev.slipway.cluster.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Same;
import org.jspecify.annotations.Nullable;

/**
 * RFC 6902, with the one liberty a real server takes: replacing a missing member adds it.
 */
public final class JsonPatch {

	private JsonPatch() {
	}

	/**
	 * Applies the operations to a copy.
	 * @throws PatchException BROKEN when the patch is no list, UNFIT when an operation
	 * fails
	 */
	public static JsonNode apply(JsonNode target, JsonNode patch) {
		if (!patch.isArray()) {
			throw new PatchException(PatchException.Kind.BROKEN,
					"json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
		}
		JsonNode result = target.deepCopy();
		for (JsonNode operation : patch) {
			result = operate(result, operation);
		}
		return result;
	}

	private static JsonNode operate(JsonNode root, JsonNode operation) {
		String path = operation.path("path").asText("");
		switch (operation.path("op").asText("")) {
			case "add" -> {
				return add(root, path, value(operation), false);
			}
			case "replace" -> {
				return add(root, path, value(operation), true);
			}
			case "remove" -> remove(root, path);
			case "copy" -> {
				return add(root, path, require(root, operation.path("from").asText("")).deepCopy(), false);
			}
			case "move" -> {
				JsonNode moved = require(root, operation.path("from").asText(""));
				remove(root, operation.path("from").asText(""));
				return add(root, path, moved, false);
			}
			case "test" -> {
				if (!Same.value(require(root, path), value(operation))) {
					throw unfit("test of " + path + " failed");
				}
			}
			default -> throw unfit("unexpected operation " + operation.path("op"));
		}
		return root;
	}

	private static JsonNode value(JsonNode operation) {
		JsonNode value = operation.get("value");
		if (value == null) {
			throw unfit("operation without value");
		}
		return value.deepCopy();
	}

	private static JsonNode add(JsonNode root, String path, JsonNode value, boolean replace) {
		if (path.isEmpty()) {
			return value;
		}
		JsonNode parent = require(root, parent(path));
		String last = last(path);
		if (parent instanceof ObjectNode object) {
			object.set(last, value);
		}
		else if (parent instanceof ArrayNode array) {
			if (last.equals("-") && !replace) {
				array.add(value);
				return root;
			}
			int index = index(array, last, replace ? array.size() - 1 : array.size());
			if (replace) {
				array.set(index, value);
			}
			else {
				array.insert(index, value);
			}
		}
		else {
			throw unfit(path + " is no object or array");
		}
		return root;
	}

	private static void remove(JsonNode root, String path) {
		JsonNode parent = require(root, parent(path));
		JsonNode removed = null;
		if (parent instanceof ObjectNode object) {
			removed = object.remove(last(path));
		}
		else if (parent instanceof ArrayNode array) {
			removed = array.remove(index(array, last(path), array.size() - 1));
		}
		if (removed == null) {
			throw unfit("nothing to remove at " + path);
		}
	}

	private static JsonNode require(JsonNode root, String path) {
		JsonNode node = root;
		if (!path.isEmpty()) {
			for (String part : path.substring(1).split("/", -1)) {
				node = child(node, part);
				if (node == null) {
					throw unfit("nothing at " + path);
				}
			}
		}
		return node;
	}

	private static @Nullable JsonNode child(JsonNode node, String part) {
		if (node instanceof ArrayNode array) {
			return array.get(index(array, part, array.size() - 1));
		}
		return node.get(unescape(part));
	}

	private static int index(ArrayNode array, String text, int most) {
		try {
			int index = Integer.parseInt(text);
			int real = (index < 0) ? array.size() + index : index;
			if (real >= 0 && real <= most) {
				return real;
			}
		}
		catch (NumberFormatException ex) {
			throw unfit("no array index: " + text);
		}
		throw unfit("array index out of bounds: " + text);
	}

	private static String parent(String path) {
		int slash = path.lastIndexOf('/');
		if (slash < 0) {
			throw unfit("no path: " + path);
		}
		return path.substring(0, slash);
	}

	private static String last(String path) {
		return unescape(path.substring(path.lastIndexOf('/') + 1));
	}

	private static String unescape(String part) {
		return part.replace("~1", "/").replace("~0", "~");
	}

	private static PatchException unfit(String message) {
		return new PatchException(PatchException.Kind.UNFIT, message);
	}

}
