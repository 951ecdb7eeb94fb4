package dev.slipway.cluster.api.schema;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A struct of the Kubernetes API.
 *
 * @param name such as {@code core.v1.Pod}
 * @param fields its fields by JSON name, embedded structs resolved
 * @param wire its fields by protobuf number
 * @param atomic whether apply replaces it whole
 */
public record Type(String name, Map<String, Field> fields, Map<Integer, Field> wire, boolean atomic) {

	/** The field of a JSON name. */
	public @Nullable Field field(String json) {
		return this.fields.get(json);
	}

	/** The name without group and version. */
	public String simpleName() {
		return this.name.substring(this.name.lastIndexOf('.') + 1);
	}

	static Type of(String name, Iterable<Field> declared, java.util.function.Function<String, Type> types,
			boolean atomic) {
		Map<String, Field> json = new LinkedHashMap<>();
		Map<Integer, Field> wire = new LinkedHashMap<>();
		for (Field field : declared) {
			if (field.number() > 0) {
				wire.put(field.number(), field);
			}
			if (field.inline()) {
				json.putAll(types.apply(field.type()).fields());
			}
			else {
				json.put(field.name(), field);
			}
		}
		return new Type(name, json, wire, atomic);
	}

}
