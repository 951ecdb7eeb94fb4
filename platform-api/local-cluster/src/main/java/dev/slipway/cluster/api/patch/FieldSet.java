package dev.slipway.cluster.api.patch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths in an object, as {@code fieldsV1} writes it: {@code f:name} a field,
 * {@code k:{…}} an element by its keys, {@code v:…} an element by its value.
 */
final class FieldSet {

	private final Map<String, FieldSet> children = new TreeMap<>();

	/** Whether the path to here is itself in the set. */
	private boolean member;

	FieldSet() {
	}

	static FieldSet parse(JsonNode fields) {
		FieldSet set = new FieldSet();
		for (Map.Entry<String, JsonNode> entry : fields.properties()) {
			if (entry.getKey().equals(".")) {
				set.member = true;
			}
			else {
				FieldSet child = parse(entry.getValue());
				child.member |= entry.getValue().isEmpty();
				set.children.put(entry.getKey(), child);
			}
		}
		return set;
	}

	ObjectNode toJson() {
		ObjectNode node = JsonNodeFactory.instance.objectNode();
		this.children.forEach((name, child) -> {
			ObjectNode value = child.toJson();
			if (child.member && !child.children.isEmpty()) {
				ObjectNode dotted = JsonNodeFactory.instance.objectNode();
				dotted.putObject(".");
				dotted.setAll(value);
				value = dotted;
			}
			node.set(name, value);
		});
		return node;
	}

	FieldSet child(String element) {
		return this.children.computeIfAbsent(element, (ignored) -> new FieldSet());
	}

	@Nullable FieldSet find(String element) {
		return this.children.get(element);
	}

	Map<String, FieldSet> children() {
		return this.children;
	}

	boolean member() {
		return this.member;
	}

	FieldSet mark() {
		this.member = true;
		return this;
	}

	boolean empty() {
		return !this.member && this.children.values().stream().allMatch(FieldSet::empty);
	}

	FieldSet copy() {
		return union(new FieldSet());
	}

	FieldSet union(FieldSet other) {
		FieldSet result = new FieldSet();
		result.member = this.member || other.member;
		this.children.forEach((name, child) -> {
			FieldSet peer = other.children.get(name);
			result.children.put(name, child.union((peer != null) ? peer : new FieldSet()));
		});
		other.children.forEach((name, child) -> result.children.computeIfAbsent(name, (n) -> child.copy()));
		return result.pruned();
	}

	FieldSet minus(FieldSet other) {
		FieldSet result = new FieldSet();
		result.member = this.member && !other.member;
		this.children.forEach((name, child) -> {
			FieldSet peer = other.children.get(name);
			result.children.put(name, (peer != null) ? child.minus(peer) : child.copy());
		});
		return result.pruned();
	}

	FieldSet intersect(FieldSet other) {
		FieldSet result = new FieldSet();
		result.member = this.member && other.member;
		this.children.forEach((name, child) -> {
			FieldSet peer = other.children.get(name);
			if (peer != null) {
				result.children.put(name, child.intersect(peer));
			}
		});
		return result.pruned();
	}

	private FieldSet pruned() {
		this.children.values().removeIf(FieldSet::empty);
		return this;
	}

	/** The paths as error messages write them, such as {@code .data.a}. */
	void paths(String prefix, List<String> into) {
		if (this.member) {
			into.add(prefix);
		}
		this.children.forEach((name, child) -> child.paths(prefix + printed(name), into));
	}

	private static String printed(String element) {
		if (element.startsWith("f:")) {
			return "." + element.substring(2);
		}
		if (element.startsWith("k:")) {
			String body = element.substring(3, element.length() - 1);
			return "[" + body.replaceAll("\"([^\"]+)\":", "$1=") + "]";
		}
		return "[=" + element.substring(2) + "]";
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof FieldSet set && set.member == this.member && set.children.equals(this.children);
	}

	@Override
	public int hashCode() {
		return this.children.hashCode();
	}

	@Override
	public String toString() {
		return toJson().toString();
	}

}
