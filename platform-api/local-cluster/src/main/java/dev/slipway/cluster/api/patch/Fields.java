package dev.slipway.cluster.api.patch;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.schema.Field;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;
import dev.slipway.cluster.store.Same;
import org.jspecify.annotations.Nullable;

/**
 * Walks an object along its type: which fields it sets, where two differ, merging and
 * removing by path.
 */
final class Fields {

	/** Where in the type a value stands. */
	record Spot(@Nullable Type type, @Nullable Field field) {

		/** A list or struct that apply replaces whole. */
		boolean atomic() {
			if (this.field != null && this.field.atomic()) {
				return true;
			}
			if (this.field != null && this.field.shape() == Field.Shape.LIST) {
				return !this.field.set() && this.field.keys().isEmpty();
			}
			if (this.field != null && this.field.shape() == Field.Shape.MAP) {
				return false;
			}
			return this.type == null || this.type.atomic();
		}

		Spot member(String name) {
			if (this.field != null && this.field.shape() == Field.Shape.MAP) {
				return new Spot(this.type, null);
			}
			Field next = (this.type != null) ? this.type.field(name) : null;
			if (next == null) {
				return new Spot(null, null);
			}
			return new Spot(next.scalar() ? null : Schema.get().type(next.type()), next);
		}

		Spot element() {
			return new Spot(this.type, null);
		}

	}

	private Fields() {
	}

	static FieldSet of(Spot spot, JsonNode value) {
		FieldSet set = new FieldSet();
		if (!value.isEmpty()) {
			collect(spot, value, set, false);
		}
		return set;
	}

	/**
	 * @param containers whether maps and lists are members besides their content
	 */
	private static void collect(Spot spot, JsonNode value, FieldSet into, boolean containers) {
		if (leaf(spot, value)) {
			into.mark();
			return;
		}
		if (value.isArray()) {
			if (containers) {
				into.mark();
			}
			for (JsonNode item : value) {
				FieldSet child = into.child(elementName(spot, item)).mark();
				if (item.isObject()) {
					collect(spot.element(), item, child, containers);
				}
			}
			return;
		}
		if (containers && spot.field() != null && spot.field().shape() == Field.Shape.MAP) {
			into.mark();
		}
		for (Map.Entry<String, JsonNode> entry : value.properties()) {
			collect(spot.member(entry.getKey()), entry.getValue(), into.child("f:" + entry.getKey()), containers);
		}
	}

	private static boolean leaf(Spot spot, JsonNode value) {
		return !value.isContainerNode() || value.isEmpty() || spot.atomic();
	}

	/** What was added or changed from before to after. */
	static FieldSet changed(Spot spot, @Nullable JsonNode before, JsonNode after) {
		FieldSet set = new FieldSet();
		compare(spot, before, after, set);
		return set;
	}

	private static void compare(Spot spot, @Nullable JsonNode before, JsonNode after, FieldSet into) {
		if (Same.value(before, after)) {
			return;
		}
		if (before == null) {
			collect(spot, after, into, true);
			return;
		}
		if (leaf(spot, after) || before.getNodeType() != after.getNodeType()) {
			into.mark();
			return;
		}
		if (after.isArray()) {
			for (JsonNode item : after) {
				String name = elementName(spot, item);
				JsonNode old = element(spot, before, name);
				if (old == null) {
					collect(spot.element(), item, into.child(name).mark(), true);
				}
				else if (item.isObject()) {
					compare(spot.element(), old, item, into.child(name));
				}
			}
			return;
		}
		for (Map.Entry<String, JsonNode> entry : after.properties()) {
			compare(spot.member(entry.getKey()), before.get(entry.getKey()), entry.getValue(),
					into.child("f:" + entry.getKey()));
		}
	}

	/** The part of a set that the object still has. */
	static FieldSet present(Spot spot, @Nullable JsonNode value, FieldSet set) {
		FieldSet result = new FieldSet();
		if (value == null) {
			return result;
		}
		if (set.member()) {
			result.mark();
		}
		set.children().forEach((name, child) -> {
			JsonNode below = below(spot, value, name);
			if (below != null) {
				FieldSet kept = present(step(spot, name), below, child);
				if (!kept.empty()) {
					result.children().put(name, kept);
				}
			}
		});
		return result;
	}

	/** Lays the applied configuration over the live object. */
	static JsonNode merge(Spot spot, @Nullable JsonNode live, JsonNode applied) {
		if (live == null || live.getNodeType() != applied.getNodeType() || !applied.isContainerNode()
				|| spot.atomic()) {
			return applied.deepCopy();
		}
		if (applied.isArray()) {
			ArrayNode result = ((ArrayNode) live).deepCopy();
			for (JsonNode item : applied) {
				int at = indexOf(spot, result, elementName(spot, item));
				if (at < 0) {
					result.add(item.deepCopy());
				}
				else if (item.isObject()) {
					result.set(at, merge(spot.element(), result.get(at), item));
				}
			}
			return result;
		}
		ObjectNode result = ((ObjectNode) live).deepCopy();
		for (Map.Entry<String, JsonNode> entry : applied.properties()) {
			result.set(entry.getKey(),
					merge(spot.member(entry.getKey()), result.get(entry.getKey()), entry.getValue()));
		}
		return result;
	}

	/** Removes the set's members from the object. */
	static void remove(Spot spot, JsonNode from, FieldSet set) {
		set.children().forEach((name, child) -> {
			JsonNode below = below(spot, from, name);
			if (below == null) {
				return;
			}
			boolean whole = child.member() && (child.children().isEmpty() || name.startsWith("k:"));
			if (!whole) {
				remove(step(spot, name), below, child);
			}
			if (whole || (child.member() && below.isEmpty())) {
				cut(spot, from, name);
			}
		});
	}

	private static void cut(Spot spot, JsonNode from, String name) {
		if (from instanceof ObjectNode object) {
			object.remove(name.substring(2));
		}
		else if (from instanceof ArrayNode array) {
			int at = indexOf(spot, array, name);
			if (at >= 0) {
				array.remove(at);
			}
		}
	}

	private static Spot step(Spot spot, String name) {
		return name.startsWith("f:") ? spot.member(name.substring(2)) : spot.element();
	}

	private static @Nullable JsonNode below(Spot spot, JsonNode value, String name) {
		return name.startsWith("f:") ? value.get(name.substring(2)) : element(spot, value, name);
	}

	private static @Nullable JsonNode element(Spot spot, JsonNode list, String name) {
		int at = list.isArray() ? indexOf(spot, list, name) : -1;
		return (at >= 0) ? list.get(at) : null;
	}

	private static int indexOf(Spot spot, JsonNode list, String name) {
		for (int i = 0; i < list.size(); i++) {
			if (elementName(spot, list.get(i)).equals(name)) {
				return i;
			}
		}
		return -1;
	}

	private static String elementName(Spot spot, JsonNode item) {
		List<String> keys = (spot.field() != null) ? spot.field().keys() : List.of();
		if (keys.isEmpty() || !item.isObject()) {
			return "v:" + item;
		}
		ObjectNode key = ((ObjectNode) item).objectNode();
		for (String name : keys) {
			JsonNode value = item.get(name);
			if (value != null) {
				key.set(name, value);
			}
			else if (name.equals("protocol")) {
				key.put(name, "TCP");
			}
		}
		return "k:" + key;
	}

}
