package dev.slipway.cluster.objects;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The conditions in an object's status.
 */
public final class Conditions {

	private Conditions() {
	}

	/** The condition of a type, missing if there is none. */
	public static JsonNode get(JsonNode status, String type) {
		for (JsonNode condition : status.path("conditions")) {
			if (condition.path("type").asText().equals(type)) {
				return condition;
			}
		}
		return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
	}

	/** Whether the condition of a type is {@code True}. */
	public static boolean isTrue(JsonNode status, String type) {
		return get(status, type).path("status").asText().equals("True");
	}

	/** Takes a condition away. */
	public static void remove(ObjectNode status, String type) {
		if (status.get("conditions") instanceof ArrayNode conditions) {
			for (int i = conditions.size() - 1; i >= 0; i--) {
				if (conditions.get(i).path("type").asText().equals(type)) {
					conditions.remove(i);
				}
			}
		}
	}

	/**
	 * Sets a condition; its transition time moves only if its status changes.
	 * @return the condition as set
	 */
	public static ObjectNode set(ObjectNode status, String type, boolean value, String reason, String message,
			Instant now) {
		return set(status, type, value ? "True" : "False", reason, message, now);
	}

	/**
	 * Sets a condition; its transition time moves only if its status changes.
	 * @return the condition as set
	 */
	public static ObjectNode set(ObjectNode status, String type, String value, String reason, String message,
			Instant now) {
		ArrayNode conditions = status.withArray("/conditions");
		ObjectNode condition = null;
		for (JsonNode one : conditions) {
			if (one.path("type").asText().equals(type)) {
				condition = (ObjectNode) one;
			}
		}
		if (condition == null) {
			condition = conditions.addObject().put("type", type);
		}
		if (!condition.path("status").asText().equals(value)) {
			condition.put("status", value).put("lastTransitionTime", Meta.time(now));
		}
		putOrRemove(condition, "reason", reason);
		putOrRemove(condition, "message", message);
		return condition;
	}

	/**
	 * Sets a condition and moves it to the end, as the Deployment controller does with
	 * what it changes; its transition time moves only if its status changes.
	 * @return the condition as set, without fields that only its kind has
	 */
	public static ObjectNode renew(ObjectNode status, String type, String value, String reason, String message,
			Instant now) {
		JsonNode old = get(status, type);
		remove(status, type);
		ObjectNode fresh = set(status, type, value, reason, message, now);
		if (old.path("status").asText().equals(value)) {
			fresh.set("lastTransitionTime", old.path("lastTransitionTime"));
		}
		return fresh;
	}

	private static void putOrRemove(ObjectNode node, String field, String value) {
		if (value.isEmpty()) {
			node.remove(field);
		}
		else {
			node.put(field, value);
		}
	}

}
