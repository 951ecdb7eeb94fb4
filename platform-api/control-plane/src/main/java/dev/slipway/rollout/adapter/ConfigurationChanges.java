package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What two releases configure differently, in words. Values are left out: a Secret's must
 * not be told, and a ConfigMap's may be long.
 */
final class ConfigurationChanges {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final JsonNode NOTHING = JSON.createObjectNode();

	private static final Set<String> KEYED = Set.of("ConfigMap", "Secret");

	private ConfigurationChanges() {
	}

	/**
	 * The differences, object by object: {@code ConfigMap orders: GREETING changed}.
	 * @param before the objects of a release as a JSON list
	 * @param after those of a later one
	 */
	static List<String> between(String before, String after) {
		if (before.equals(after)) {
			return List.of();
		}
		Map<String, JsonNode> old = objects(before);
		Map<String, JsonNode> fresh = objects(after);
		List<String> changes = new ArrayList<>();
		for (String name : union(old.keySet(), fresh.keySet())) {
			JsonNode was = old.getOrDefault(name, NOTHING);
			JsonNode is = fresh.getOrDefault(name, NOTHING);
			if (!was.equals(is)) {
				changes.add(name + change(name, was, is));
			}
		}
		return changes;
	}

	private static String change(String name, JsonNode was, JsonNode is) {
		if (was.isEmpty()) {
			return " added";
		}
		if (is.isEmpty()) {
			return " removed";
		}
		List<String> parts = new ArrayList<>();
		if (KEYED.contains(name.substring(0, name.indexOf(' ')))) {
			keys("data", was, is, parts);
			keys("stringData", was, is, parts);
		}
		else {
			keys("spec", was, is, parts);
		}
		return parts.isEmpty() ? " changed" : ": " + String.join(", ", parts);
	}

	private static void keys(String field, JsonNode was, JsonNode is, List<String> parts) {
		JsonNode old = was.path(field);
		JsonNode fresh = is.path(field);
		for (String key : union(names(old), names(fresh))) {
			if (!old.has(key)) {
				parts.add(key + " added");
			}
			else if (!fresh.has(key)) {
				parts.add(key + " removed");
			}
			else if (!old.get(key).equals(fresh.get(key))) {
				parts.add(key + " changed");
			}
		}
	}

	private static Map<String, JsonNode> objects(String list) {
		Map<String, JsonNode> objects = new TreeMap<>();
		try {
			for (JsonNode object : JSON.readTree(list)) {
				objects.put(object.path("kind").asText() + " " + object.path("metadata").path("name").asText(), object);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The manifests of a release are no JSON", ex);
		}
		return objects;
	}

	private static Set<String> names(JsonNode node) {
		Set<String> names = new TreeSet<>();
		node.fieldNames().forEachRemaining(names::add);
		return names;
	}

	private static Set<String> union(Set<String> one, Set<String> other) {
		Set<String> all = new TreeSet<>(one);
		all.addAll(other);
		return all;
	}

}
