package dev.slipway.cluster.objects;

import java.util.Iterator;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Label selectors as objects carry them.
 */
public final class Selector {

	private Selector() {
	}

	/**
	 * Whether a LabelSelector (matchLabels and matchExpressions) selects labels; an empty
	 * one selects all.
	 */
	public static boolean matches(JsonNode selector, JsonNode labels) {
		if (!equalsAll(selector.path("matchLabels"), labels)) {
			return false;
		}
		for (JsonNode expression : selector.path("matchExpressions")) {
			if (!matchesExpression(expression, labels.get(expression.path("key").asText()))) {
				return false;
			}
		}
		return true;
	}

	/** Whether labels have every pair of a plain map, as a Service selects. */
	public static boolean equalsAll(JsonNode wanted, JsonNode labels) {
		for (Iterator<Map.Entry<String, JsonNode>> pairs = wanted.fields(); pairs.hasNext();) {
			Map.Entry<String, JsonNode> pair = pairs.next();
			if (!pair.getValue().equals(labels.get(pair.getKey()))) {
				return false;
			}
		}
		return true;
	}

	private static boolean matchesExpression(JsonNode expression, @org.jspecify.annotations.Nullable JsonNode value) {
		return switch (expression.path("operator").asText()) {
			case "In" -> value != null && contains(expression.path("values"), value);
			case "NotIn" -> value == null || !contains(expression.path("values"), value);
			case "Exists" -> value != null;
			case "DoesNotExist" -> value == null;
			default -> false;
		};
	}

	private static boolean contains(JsonNode values, JsonNode value) {
		for (JsonNode one : values) {
			if (one.equals(value)) {
				return true;
			}
		}
		return false;
	}

}
