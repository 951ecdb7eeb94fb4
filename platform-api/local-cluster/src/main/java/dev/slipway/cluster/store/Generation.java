package dev.slipway.cluster.store;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Counts the changes of what an object's owner desires. Most kinds count changes of their
 * spec; some have no generation; a Deployment also counts its annotations.
 */
final class Generation {

	private static final Set<String> WITHOUT = Set.of("configmaps", "secrets", "serviceaccounts", "events",
			"events.events.k8s.io", "services", "endpoints", "nodes", "namespaces", "pods", "resourcequotas",
			"limitranges", "persistentvolumeclaims", "persistentvolumes", "leases.coordination.k8s.io",
			"horizontalpodautoscalers.autoscaling", "roles.rbac.authorization.k8s.io",
			"rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io",
			"clusterrolebindings.rbac.authorization.k8s.io", "storageclasses.storage.k8s.io",
			"priorityclasses.scheduling.k8s.io", "controllerrevisions.apps");

	private static final Set<String> NOT_DESIRED = Set.of("metadata", "status", "apiVersion", "kind");

	private Generation() {
	}

	static void first(Key key, ObjectNode metadata) {
		if (WITHOUT.contains(key.resource())) {
			metadata.remove("generation");
		}
		else {
			metadata.put("generation", 1);
		}
	}

	static void next(Key key, ObjectNode before, ObjectNode after) {
		ObjectNode metadata = (ObjectNode) after.get("metadata");
		if (WITHOUT.contains(key.resource())) {
			metadata.remove("generation");
			return;
		}
		int generation = before.path("metadata").path("generation").asInt(1);
		metadata.put("generation", desireChanged(key, before, after) ? generation + 1 : generation);
	}

	private static boolean desireChanged(Key key, ObjectNode before, ObjectNode after) {
		if (!before.path("metadata").has("deletionTimestamp") && after.path("metadata").has("deletionTimestamp")) {
			return true;
		}
		if (key.resource().equals("deployments.apps") && !annotations(before).equals(annotations(after))) {
			return true;
		}
		if (key.resource().equals("endpointslices.discovery.k8s.io")
				&& !Same.value(before.path("metadata").get("labels"), after.path("metadata").get("labels"))) {
			return true;
		}
		return !contains(before, after) || !contains(after, before);
	}

	/**
	 * Without those the Deployment's controller writes, which a real one does with the
	 * status.
	 */
	private static ObjectNode annotations(ObjectNode object) {
		ObjectNode copy = object.objectNode();
		object.path("metadata").path("annotations").fields().forEachRemaining((annotation) -> {
			if (!annotation.getKey().startsWith("deployment.kubernetes.io/")) {
				copy.set(annotation.getKey(), annotation.getValue());
			}
		});
		return copy;
	}

	private static boolean contains(ObjectNode one, ObjectNode other) {
		for (Map.Entry<String, JsonNode> field : one.properties()) {
			if (!NOT_DESIRED.contains(field.getKey()) && !Same.value(field.getValue(), other.get(field.getKey()))) {
				return false;
			}
		}
		return true;
	}

}
