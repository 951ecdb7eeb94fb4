package dev.slipway.cluster.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Kind;
import dev.slipway.cluster.api.schema.Field;
import dev.slipway.cluster.api.schema.Type;
import org.jspecify.annotations.Nullable;

/** Types of the table as OpenAPI schemas. */
final class OpenApiTypes {

	private static final String REFERENCE = "#/components/schemas/";

	private OpenApiTypes() {
	}

	static ObjectNode schema(Type type, @Nullable Kind kind) {
		ObjectNode schema = Json.object().put("type", "object");
		Descriptions.of(type.name()).ifPresent((text) -> schema.put("description", text));
		ObjectNode properties = schema.putObject("properties");
		if (kind != null) {
			for (String name : new String[] { "apiVersion", "kind" }) {
				ObjectNode property = properties.putObject(name).put("type", "string");
				Descriptions.of("*." + name).ifPresent((text) -> property.put("description", text));
			}
		}
		type.fields().values().forEach((field) -> properties.set(field.name(), property(type, field)));
		var required = Descriptions.required(type.name());
		if (!required.isEmpty()) {
			var array = schema.putArray("required");
			required.forEach(array::add);
		}
		if (type.atomic()) {
			schema.put("x-kubernetes-map-type", "atomic");
		}
		if (kind != null) {
			schema.putArray("x-kubernetes-group-version-kind")
				.addObject()
				.put("group", kind.group())
				.put("version", kind.version())
				.put("kind", kind.kind());
		}
		return schema;
	}

	private static ObjectNode property(Type owner, Field field) {
		ObjectNode property = switch (field.shape()) {
			case ONE -> element(field);
			case LIST -> list(field);
			case MAP -> {
				ObjectNode map = Json.object().put("type", "object");
				map.set("additionalProperties", element(field));
				yield map;
			}
		};
		Descriptions.of(owner.name() + "." + field.name())
			.or(() -> Descriptions.of("*." + field.name()))
			.ifPresent((text) -> property.put("description", text));
		if (field.retainKeys() && field.shape() == Field.Shape.ONE) {
			property.put("x-kubernetes-patch-strategy", "retainKeys");
		}
		return property;
	}

	private static ObjectNode list(Field field) {
		ObjectNode list = Json.object().put("type", "array");
		list.set("items", element(field));
		if (!field.mergeKey().isEmpty()) {
			list.put("x-kubernetes-patch-merge-key", field.mergeKey());
			list.put("x-kubernetes-patch-strategy", field.retainKeys() ? "merge,retainKeys" : "merge");
		}
		if (!field.keys().isEmpty()) {
			var keys = list.putArray("x-kubernetes-list-map-keys");
			field.keys().forEach(keys::add);
			list.put("x-kubernetes-list-type", "map");
		}
		else if (field.set()) {
			list.put("x-kubernetes-patch-strategy", "merge").put("x-kubernetes-list-type", "set");
		}
		else {
			list.put("x-kubernetes-list-type", "atomic");
		}
		return list;
	}

	private static ObjectNode element(Field field) {
		ObjectNode node = Json.object();
		if (!field.scalar()) {
			node.putObject("default");
			node.putArray("allOf").addObject().put("$ref", REFERENCE + OpenApi.fullName(field.type()));
			return node;
		}
		return switch (field.type()) {
			case "bool" -> node.put("type", "boolean");
			case "int32", "int64" -> node.put("type", "integer").put("format", field.type());
			case "double" -> node.put("type", "number").put("format", "double");
			case "bytes" -> node.put("type", "string").put("format", "byte");
			case "time", "microtime" -> node.put("type", "string").put("format", "date-time");
			case "intOrString" -> node.put("format", "int-or-string")
				.<ObjectNode>set("oneOf",
						node.arrayNode()
							.add(Json.object().put("type", "integer"))
							.add(Json.object().put("type", "string")));
			case "quantity" -> node.put("type", "string");
			case "any" -> node.put("type", "object");
			default -> node.put("type", "string");
		};
	}

}
