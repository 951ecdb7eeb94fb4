package dev.slipway.cluster.api.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.schema.Field;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;
import dev.slipway.cluster.store.Same;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: lists of structs merge by the key the type table names, and the
 * directives {@code $patch}, {@code $retainKeys}, {@code $setElementOrder/…} and
 * {@code $deleteFromPrimitiveList/…} are obeyed.
 */
public final class StrategicMerge {

	private static final String DIRECTIVE = "$patch";

	private static final String ORDER = "$setElementOrder/";

	private static final String DELETE = "$deleteFromPrimitiveList/";

	private StrategicMerge() {
	}

	/**
	 * Applies the patch to a copy.
	 * @throws PatchException INTERNAL when an element lacks its merge key
	 */
	public static ObjectNode apply(Type type, ObjectNode target, ObjectNode patch) {
		return struct(type, target.deepCopy(), patch);
	}

	private static ObjectNode struct(@Nullable Type type, ObjectNode target, ObjectNode patch) {
		String directive = patch.path(DIRECTIVE).asText("");
		if (directive.equals("delete")) {
			return target.objectNode();
		}
		if (directive.equals("replace")) {
			return struct(type, target.objectNode(), patch.deepCopy().without(DIRECTIVE));
		}
		retainKeys(target, patch);
		Set<String> lists = new HashSet<>();
		for (Map.Entry<String, JsonNode> entry : patch.properties()) {
			String name = entry.getKey();
			if (name.startsWith(ORDER)) {
				lists.add(name.substring(ORDER.length()));
			}
			else if (name.startsWith(DELETE)) {
				lists.add(name.substring(DELETE.length()));
			}
			else if (!name.startsWith("$")) {
				if (entry.getValue().isArray()) {
					lists.add(name);
				}
				else {
					member(type, target, name, entry.getValue());
				}
			}
		}
		for (String name : lists) {
			list((type != null) ? type.field(name) : null, target, name, patch);
		}
		return target;
	}

	private static void retainKeys(ObjectNode target, ObjectNode patch) {
		JsonNode retain = patch.get("$retainKeys");
		if (retain != null) {
			Set<String> names = new HashSet<>();
			retain.forEach((name) -> names.add(name.asText()));
			target.retain(names);
		}
	}

	private static void member(@Nullable Type type, ObjectNode target, String name, JsonNode value) {
		if (value.isNull()) {
			target.remove(name);
		}
		else if (value instanceof ObjectNode change) {
			if (change.path(DIRECTIVE).asText("").equals("delete")) {
				target.remove(name);
				return;
			}
			ObjectNode child = (target.get(name) instanceof ObjectNode present) ? present : target.objectNode();
			target.set(name, struct(element((type != null) ? type.field(name) : null), child, change));
		}
		else {
			target.set(name, value.deepCopy());
		}
	}

	private static @Nullable Type element(@Nullable Field field) {
		return (field != null && !field.scalar()) ? Schema.get().type(field.type()) : null;
	}

	private static void list(@Nullable Field field, ObjectNode target, String name, ObjectNode patch) {
		List<JsonNode> server = new ArrayList<>();
		target.path(name).forEach(server::add);
		List<JsonNode> change = new ArrayList<>();
		patch.path(name).forEach(change::add);
		List<JsonNode> result;
		if (field == null || (field.mergeKey().isEmpty() && !field.set())) {
			if (!patch.has(name)) {
				return;
			}
			result = replaced(field, change);
		}
		else if (change.stream().anyMatch((item) -> item.path(DIRECTIVE).asText("").equals("replace"))) {
			result = replaced(field, change);
		}
		else if (field.set()) {
			result = ordered(server, union(server, change, patch.path(DELETE + name)), order(patch, name, change), "");
		}
		else {
			result = ordered(server, byKey(field, server, change), order(patch, name, change), field.mergeKey());
		}
		ArrayNode array = target.putArray(name);
		result.forEach(array::add);
	}

	private static List<JsonNode> replaced(@Nullable Field field, List<JsonNode> change) {
		List<JsonNode> result = new ArrayList<>();
		for (JsonNode item : change) {
			if (!item.has(DIRECTIVE)) {
				result.add(
						item instanceof ObjectNode object ? struct(element(field), object.objectNode(), object) : item);
			}
		}
		return result;
	}

	private static List<JsonNode> order(ObjectNode patch, String name, List<JsonNode> change) {
		if (!patch.has(ORDER + name)) {
			return change;
		}
		List<JsonNode> order = new ArrayList<>();
		patch.get(ORDER + name).forEach(order::add);
		return order;
	}

	private static List<JsonNode> union(List<JsonNode> server, List<JsonNode> change, JsonNode deletions) {
		List<JsonNode> result = new ArrayList<>(server);
		change.stream().filter((item) -> find(result, "", item) < 0).forEach(result::add);
		deletions.forEach((item) -> result.removeIf((other) -> Same.value(item, other)));
		return result;
	}

	private static List<JsonNode> byKey(Field field, List<JsonNode> server, List<JsonNode> change) {
		List<JsonNode> result = new ArrayList<>(server);
		for (JsonNode item : change) {
			if (!item.has(field.mergeKey())) {
				throw new PatchException(PatchException.Kind.INTERNAL,
						"map: " + goMap(item) + " does not contain declared merge key: " + field.mergeKey());
			}
			int at = find(result, field.mergeKey(), item);
			if (item.path(DIRECTIVE).asText("").equals("delete")) {
				if (at >= 0) {
					result.remove(at);
				}
			}
			else if (at >= 0) {
				result.set(at, struct(element(field), result.get(at).deepCopy(), (ObjectNode) item));
			}
			else {
				ObjectNode fresh = ((ObjectNode) item).objectNode();
				result.add(struct(element(field), fresh, (ObjectNode) item));
			}
		}
		return result;
	}

	/**
	 * Elements of the patch come in the patch's order, the server's own in the server's;
	 * where both know two elements' places, the server's order decides who goes first.
	 * Server {@code [X, Y]} and patch {@code [X, Z]} make {@code [X, Z, Y]}.
	 */
	private static List<JsonNode> ordered(List<JsonNode> server, List<JsonNode> merged, List<JsonNode> order,
			String key) {
		List<JsonNode> fromPatch = new ArrayList<>();
		for (JsonNode item : order) {
			int at = find(merged, key, item);
			if (at >= 0) {
				fromPatch.add(merged.get(at));
			}
		}
		List<JsonNode> rest = new ArrayList<>(merged);
		rest.removeIf((item) -> find(order, key, item) >= 0);
		List<JsonNode> result = new ArrayList<>();
		int next = 0;
		for (JsonNode item : fromPatch) {
			int place = find(server, key, item);
			while (place >= 0 && next < rest.size() && find(server, key, rest.get(next)) >= 0
					&& find(server, key, rest.get(next)) < place) {
				result.add(rest.get(next++));
			}
			result.add(item);
		}
		result.addAll(rest.subList(next, rest.size()));
		return result;
	}

	private static int find(List<JsonNode> items, String key, JsonNode wanted) {
		for (int i = 0; i < items.size(); i++) {
			JsonNode item = items.get(i);
			if (key.isEmpty() ? Same.value(item, wanted) : Same.value(item.get(key), wanted.get(key))) {
				return i;
			}
		}
		return -1;
	}

	/** A tree as Go prints a map. */
	public static String goMap(JsonNode node) {
		if (node.isObject()) {
			Map<String, String> sorted = new TreeMap<>();
			node.properties().forEach((entry) -> sorted.put(entry.getKey(), goMap(entry.getValue())));
			StringBuilder text = new StringBuilder("map[");
			sorted.forEach((name,
					value) -> text.append((text.length() > 4) ? " " : "").append(name).append(':').append(value));
			return text.append(']').toString();
		}
		if (node.isArray()) {
			List<String> items = new ArrayList<>();
			node.forEach((item) -> items.add(goMap(item)));
			return "[" + String.join(" ", items) + "]";
		}
		return node.isNull() ? "<nil>" : node.asText();
	}

}
