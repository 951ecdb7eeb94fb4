package dev.slipway.cluster.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the admission of a real server adds to each pod, whoever makes it.
 */
public final class PodAdmission {

	private PodAdmission() {
	}

	/** Completes the spec of a pod. */
	public static void complete(ObjectNode spec) {
		tolerate(spec, "node.kubernetes.io/not-ready");
		tolerate(spec, "node.kubernetes.io/unreachable");
		put(spec, "priority", spec.numberNode(0));
		put(spec, "enableServiceLinks", spec.booleanNode(true));
		put(spec, "preemptionPolicy", spec.textNode("PreemptLowerPriority"));
	}

	private static void put(ObjectNode node, String field, JsonNode value) {
		if (!node.has(field)) {
			node.set(field, value);
		}
	}

	private static void tolerate(ObjectNode spec, String taint) {
		for (JsonNode toleration : spec.path("tolerations")) {
			if (toleration.path("key").asText().equals(taint)) {
				return;
			}
		}
		spec.withArray("/tolerations")
			.addObject()
			.put("key", taint)
			.put("operator", "Exists")
			.put("effect", "NoExecute")
			.put("tolerationSeconds", 300);
	}

}
