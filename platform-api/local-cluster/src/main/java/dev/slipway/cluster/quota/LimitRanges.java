package dev.slipway.cluster.quota;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.ObjectStore;

/**
 * Gives containers that say nothing what the LimitRanges of their namespace say. As the
 * admission of a real server does it: limits first, then requests, which are the limits
 * where nothing else is said. Its minimums, maximums and ratios are not checked.
 */
public final class LimitRanges {

	private static final String RESOURCE = "limitranges";

	private LimitRanges() {
	}

	/** Completes a new pod. */
	public static void apply(ObjectStore store, ObjectNode pod) {
		for (ObjectNode range : store.list(RESOURCE, Meta.namespace(pod)).items()) {
			for (JsonNode limit : range.path("spec").path("limits")) {
				if (limit.path("type").asText().equals("Container")) {
					complete(pod, limit);
				}
			}
		}
	}

	private static void complete(ObjectNode pod, JsonNode limit) {
		for (String list : new String[] { "initContainers", "containers" }) {
			for (JsonNode container : pod.path("spec").path(list)) {
				fill((ObjectNode) container, "limits", limit.path("default"));
				fill((ObjectNode) container, "requests", limit.path("defaultRequest"));
				fill((ObjectNode) container, "requests", limit.path("default"));
			}
		}
	}

	private static void fill(ObjectNode container, String kind, JsonNode defaults) {
		for (Map.Entry<String, JsonNode> one : defaults.properties()) {
			ObjectNode said = container.withObject("/resources").withObject("/" + kind);
			if (!said.has(one.getKey())) {
				said.set(one.getKey(), one.getValue());
			}
		}
	}

}
