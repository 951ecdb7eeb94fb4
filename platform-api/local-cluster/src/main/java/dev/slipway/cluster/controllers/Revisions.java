package dev.slipway.cluster.controllers;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;

/**
 * Revision numbers and the annotations that carry them; {@code kubectl rollout history}
 * and {@code undo} read them.
 */
final class Revisions {

	static final String REVISION = "deployment.kubernetes.io/revision";

	static final String HISTORY = "deployment.kubernetes.io/revision-history";

	static final String DESIRED = "deployment.kubernetes.io/desired-replicas";

	static final String MAX = "deployment.kubernetes.io/max-replicas";

	static final String HASH = "pod-template-hash";

	private static final Set<String> NOT_COPIED = Set.of(REVISION, HISTORY, DESIRED, MAX,
			"kubectl.kubernetes.io/last-applied-configuration", "deprecated.deployment.rollback.to");

	private Revisions() {
	}

	static long of(JsonNode set) {
		String text = Meta.annotation(set, REVISION);
		return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
	}

	static long highest(Collection<ObjectNode> sets) {
		return sets.stream().mapToLong(Revisions::of).max().orElse(0);
	}

	/**
	 * Copies the Deployment's annotations and numbers the set; true if that changed it.
	 */
	static boolean annotate(JsonNode deployment, ObjectNode set, long revision) {
		ObjectNode before = set.path("metadata").path("annotations").deepCopy() instanceof ObjectNode object ? object
				: set.objectNode();
		ObjectNode annotations = set.withObject("/metadata").withObject("/annotations");
		for (Iterator<Map.Entry<String, JsonNode>> all = deployment.path("metadata").path("annotations").fields(); all
			.hasNext();) {
			Map.Entry<String, JsonNode> one = all.next();
			if (!NOT_COPIED.contains(one.getKey())) {
				annotations.set(one.getKey(), one.getValue());
			}
		}
		long old = of(set);
		if (old < revision) {
			annotations.put(REVISION, Long.toString(revision));
			if (old > 0) {
				String history = annotations.path(HISTORY).asText();
				annotations.put(HISTORY, history.isEmpty() ? Long.toString(old) : history + "," + old);
			}
		}
		return !annotations.equals(before);
	}

	static boolean size(RollingUpdate update, ObjectNode set) {
		ObjectNode annotations = set.withObject("/metadata").withObject("/annotations");
		String desired = Integer.toString(update.replicas());
		String max = Integer.toString(update.maxTotal());
		boolean same = annotations.path(DESIRED).asText().equals(desired) && annotations.path(MAX).asText().equals(max);
		annotations.put(DESIRED, desired).put(MAX, max);
		return !same;
	}

	/** Whether two pod templates are the same but for the hash label. */
	static boolean sameTemplate(JsonNode one, JsonNode other) {
		return withoutHash(one).equals(withoutHash(other));
	}

	private static JsonNode withoutHash(JsonNode template) {
		ObjectNode copy = template.deepCopy();
		ObjectNode metadata = copy.withObject("/metadata");
		metadata.remove("creationTimestamp");
		if (metadata.path("labels") instanceof ObjectNode labels) {
			labels.remove(HASH);
			if (labels.isEmpty()) {
				metadata.remove("labels");
			}
		}
		return copy;
	}

}
