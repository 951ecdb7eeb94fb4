package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Overlay;
import dev.slipway.rollout.UnusableManifests;
import org.jspecify.annotations.Nullable;

/**
 * Marks the keys that come from the console by an annotation of the ConfigMap, so that
 * kubectl shows them too.
 */
final class ManifestOverlay implements Overlay {

	/** The keys, separated by commas. */
	static final String CONFIGURED = "slipway.dev/configured";

	private static final ObjectMapper JSON = new ObjectMapper();

	@Override
	public String lay(String service, String objects, Map<String, String> overrides) {
		if (overrides.isEmpty() && of(service, objects).isEmpty()) {
			return objects;
		}
		JsonNode list = read(objects);
		ObjectNode map = map(service, list);
		if (map == null) {
			throw new UnusableManifests("deploy/",
					"there is no ConfigMap called " + service + ", but the console sets "
							+ String.join(", ", new TreeMap<>(overrides).keySet()),
					"Add one, or remove these keys in the console.");
		}
		ObjectNode data = map.withObjectProperty("data");
		overrides.forEach(data::put);
		map.withObject("/metadata/annotations").put(CONFIGURED, String.join(",", new TreeMap<>(overrides).keySet()));
		return list.toString();
	}

	@Override
	public String take(String service, String objects, Map<String, String> under) {
		Map<String, String> laid = of(service, objects);
		JsonNode list = read(objects);
		ObjectNode map = map(service, list);
		if (laid.isEmpty() || map == null) {
			return objects;
		}
		ObjectNode data = map.withObjectProperty("data");
		laid.keySet().forEach(data::remove);
		under.forEach((key, value) -> {
			if (laid.containsKey(key)) {
				data.put(key, value);
			}
		});
		map.withObject("/metadata/annotations").remove(CONFIGURED);
		return list.toString();
	}

	@Override
	public Map<String, String> of(String service, String objects) {
		Map<String, String> overrides = new TreeMap<>();
		ObjectNode map = objects.contains(CONFIGURED) ? map(service, read(objects)) : null;
		if (map != null) {
			String keys = map.path("metadata").path("annotations").path(CONFIGURED).asText();
			for (String key : keys.split(",")) {
				if (map.path("data").has(key)) {
					overrides.put(key, map.path("data").path(key).asText());
				}
			}
		}
		return overrides;
	}

	@Override
	public Map<String, String> values(String service, String objects) {
		Map<String, String> values = new TreeMap<>();
		ObjectNode map = map(service, read(objects));
		if (map != null) {
			map.path("data").properties().forEach((entry) -> values.put(entry.getKey(), entry.getValue().asText()));
		}
		return values;
	}

	@Override
	public List<String> changes(String before, String after) {
		return ConfigurationChanges.between(before, after);
	}

	private static @Nullable ObjectNode map(String service, JsonNode list) {
		for (JsonNode object : list) {
			if (object.path("kind").asText().equals("ConfigMap")
					&& object.path("metadata").path("name").asText().equals(service)) {
				return (ObjectNode) object;
			}
		}
		return null;
	}

	private static JsonNode read(String objects) {
		try {
			return JSON.readTree(objects);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The manifests of a release are no JSON", ex);
		}
	}

}
