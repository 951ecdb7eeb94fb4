package dev.slipway.cluster.api.schema;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Brings a JSON tree into the form a typed server keeps: unknown fields are dropped and
 * named, nulls and empty lists and maps are dropped, wrong types are refused.
 */
public final class Typed {

	private final Type root;

	private final List<String> unknown = new ArrayList<>();

	private Typed(Type root) {
		this.root = root;
	}

	/**
	 * Cleans the tree in place.
	 * @return the paths of the unknown fields, such as {@code spec.ports[0].odd}
	 * @throws TypeError for a value of the wrong type
	 */
	public static List<String> clean(Type type, ObjectNode object) {
		Typed typed = new Typed(type);
		typed.struct(type, object, "");
		return typed.unknown;
	}

	private void struct(Type type, ObjectNode node, String path) {
		boolean top = path.isEmpty();
		List<String> mine = new ArrayList<>();
		for (Iterator<Map.Entry<String, JsonNode>> entries = node.properties().iterator(); entries.hasNext();) {
			Map.Entry<String, JsonNode> entry = entries.next();
			String name = entry.getKey();
			Field field = type.field(name);
			if (field == null && top && (name.equals("apiVersion") || name.equals("kind"))) {
				continue;
			}
			String at = top ? name : path + "." + name;
			if (field == null) {
				mine.add(at);
				entries.remove();
			}
			else if (drop(type, field, entry.getValue(), at)) {
				entries.remove();
			}
		}
		this.unknown.addAll(mine);
	}

	private boolean drop(Type owner, Field field, JsonNode value, String path) {
		if (value.isNull()) {
			return true;
		}
		switch (field.shape()) {
			case ONE:
				one(owner, field, value, path);
				return false;
			case LIST:
				if (!value.isArray()) {
					throw mismatch(owner, value, path, "[]" + goType(field));
				}
				int index = 0;
				for (JsonNode item : value) {
					one(owner, field, item, path + "[" + index++ + "]");
				}
				return value.isEmpty();
			case MAP:
				if (!value.isObject()) {
					throw mismatch(owner, value, path, "map[string]" + goType(field));
				}
				ObjectNode map = (ObjectNode) value;
				for (Iterator<Map.Entry<String, JsonNode>> entries = map.properties().iterator(); entries.hasNext();) {
					Map.Entry<String, JsonNode> entry = entries.next();
					if (entry.getValue().isNull() && field.scalar()) {
						entry.setValue(map.textNode(""));
					}
					one(owner, field, entry.getValue(), path);
				}
				return value.isEmpty();
		}
		return false;
	}

	private void one(Type owner, Field field, JsonNode value, String path) {
		if (!field.scalar()) {
			if (!value.isObject()) {
				throw mismatch(owner, value, path, goType(field));
			}
			struct(Schema.get().type(field.type()), (ObjectNode) value, path);
			return;
		}
		boolean fits = switch (field.type()) {
			case "string", "bytes", "time", "microtime" -> value.isTextual();
			case "bool" -> value.isBoolean();
			case "int32", "int64", "uint32" -> value.isIntegralNumber();
			case "double", "float" -> value.isNumber();
			case "intOrString", "quantity" -> value.isTextual() || value.isNumber();
			default -> true;
		};
		if (!fits) {
			throw mismatch(owner, value, path, goType(field));
		}
		if (field.type().equals("bytes")) {
			base64(value.asText());
		}
	}

	private static void base64(String text) {
		String plain = text.replaceAll("[\\r\\n]", "");
		for (int i = 0; i < plain.length(); i++) {
			char letter = plain.charAt(i);
			boolean known = letter < 128 && Character.isLetterOrDigit(letter) || "+/=".indexOf(letter) >= 0;
			if (!known) {
				throw new TypeError("illegal base64 data at input byte " + i);
			}
		}
		if (plain.length() % 4 != 0) {
			throw new TypeError("illegal base64 data at input byte " + plain.length());
		}
	}

	private static String goType(Field field) {
		if (!field.scalar()) {
			String[] parts = field.type().split("\\.");
			return parts[parts.length - 2] + "." + parts[parts.length - 1];
		}
		return switch (field.type()) {
			case "bytes" -> "[]uint8";
			case "time" -> "v1.Time";
			case "quantity" -> "resource.Quantity";
			default -> field.type();
		};
	}

	private TypeError mismatch(Type owner, JsonNode value, String path, String expected) {
		String plain = path.replaceAll("\\[\\d+\\]", "");
		String kind = value.isArray() ? "array"
				: value.isObject() ? "object" : value.isNumber() ? "number" : value.isBoolean() ? "bool" : "string";
		return new TypeError("json: cannot unmarshal " + kind + " into Go struct field " + owner.simpleName() + "."
				+ plain + " of type " + expected);
	}

	@Override
	public String toString() {
		return this.root.name();
	}

}
