package dev.slipway.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.store.ObjectStore;

/** Whether a pod disruption budget lets a pod be evicted. */
final class Disruptions {

	private Disruptions() {
	}

	static void check(ObjectStore store, Target target, ObjectNode pod) {
		for (ObjectNode budget : store.list("poddisruptionbudgets.policy", target.namespace()).items()) {
			JsonNode labels = budget.path("spec").path("selector").path("matchLabels");
			if (labels.isEmpty() || !covers(labels, pod)) {
				continue;
			}
			JsonNode status = budget.path("status");
			if (status.path("disruptionsAllowed").asInt(0) <= 0) {
				String why = "The disruption budget " + Json.name(budget) + " needs "
						+ status.path("desiredHealthy").asInt() + " healthy pods and has "
						+ status.path("currentHealthy").asInt() + " currently";
				throw ApiError
					.of(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
					.cause("DisruptionBudget", why, "");
			}
			store.update(dev.slipway.cluster.store.Key.of("poddisruptionbudgets.policy", target.namespace(),
					Json.name(budget)), (current) -> {
						ObjectNode now = current.withObject("/status");
						now.put("disruptionsAllowed", Math.max(0, now.path("disruptionsAllowed").asInt() - 1));
						return current;
					});
		}
	}

	private static boolean covers(JsonNode labels, ObjectNode pod) {
		return labels.properties()
			.stream()
			.allMatch((label) -> label.getValue().equals(pod.path("metadata").path("labels").get(label.getKey())));
	}

}
