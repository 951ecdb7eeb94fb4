package dev.slipway.cluster.api.kinds;

import java.util.Collection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field, worded as a real server words it.
 *
 * @param reason such as {@code FieldValueInvalid}
 */
public record Cause(String reason, String message, String field) {

	/** A value that is not allowed. */
	public static Cause invalid(String field, String value, String why) {
		return new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + why, field);
	}

	/** A text that is not allowed. */
	public static Cause invalidText(String field, String value, String why) {
		return invalid(field, quote(value), why);
	}

	/** A value that is missing. */
	public static Cause required(String field, String why) {
		return new Cause("FieldValueRequired", why.isEmpty() ? "Required value" : "Required value: " + why, field);
	}

	/** A value that may not be given. */
	public static Cause forbidden(String field, String why) {
		return new Cause("FieldValueForbidden", "Forbidden: " + why, field);
	}

	/** A value that is none of the known. */
	public static Cause unsupported(String field, String value, Collection<String> supported) {
		return new Cause("FieldValueNotSupported", "Unsupported value: " + value + ": supported values: "
				+ String.join(", ", supported.stream().map(Cause::quote).toList()), field);
	}

	/** A value that occurs twice. */
	public static Cause duplicate(String field, String value) {
		return new Cause("FieldValueDuplicate", "Duplicate value: " + quote(value), field);
	}

	/** A text in quotes. */
	public static String quote(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

	/** A map of strings as Go prints it. */
	static String goMap(@Nullable JsonNode map) {
		if (map == null || !map.isObject()) {
			return "map[string]string(nil)";
		}
		return "map[string]string{" + String.join(", ",
				map.properties().stream().map((e) -> quote(e.getKey()) + ":" + quote(e.getValue().asText())).toList())
				+ "}";
	}

	/** A label selector as Go prints it. */
	static String goSelector(@Nullable JsonNode selector) {
		if (selector == null || !selector.isObject()) {
			return "(*v1.LabelSelector)(nil)";
		}
		JsonNode expressions = selector.get("matchExpressions");
		return "v1.LabelSelector{MatchLabels:" + goMap(selector.get("matchLabels")) + ", MatchExpressions:"
				+ ((expressions == null) ? "[]v1.LabelSelectorRequirement(nil)" : expressions.toString()) + "}";
	}

	/** An integer or string as Go prints it. */
	static String goIntOrString(JsonNode value) {
		return value.isTextual() ? "intstr.IntOrString{Type:1, IntVal:0, StrVal:" + quote(value.asText()) + "}"
				: "intstr.IntOrString{Type:0, IntVal:" + value.asText() + ", StrVal:\"\"}";
	}

	ObjectNode toJson(ObjectNode factory) {
		return factory.objectNode().put("reason", this.reason).put("message", this.message).put("field", this.field);
	}

}
