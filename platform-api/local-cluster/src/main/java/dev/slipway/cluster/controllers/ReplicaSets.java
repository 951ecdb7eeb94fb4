package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import org.jspecify.annotations.Nullable;

/**
 * The ReplicaSets of a Deployment at one moment.
 *
 * @param current the one of today's template, null if there is none yet
 * @param old all others, the oldest first
 */
record ReplicaSets(@Nullable ObjectNode current, List<ObjectNode> old) {

	static ReplicaSets of(JsonNode deployment, List<ObjectNode> sets) {
		List<ObjectNode> sorted = new ArrayList<>(sets);
		sorted.sort(Comparator.comparing(Meta::created).thenComparing(Meta::name));
		ObjectNode current = null;
		for (ObjectNode set : sorted) {
			if (current == null && Revisions.sameTemplate(set.path("spec").path("template"),
					deployment.path("spec").path("template"))) {
				current = set;
			}
		}
		ObjectNode chosen = current;
		return new ReplicaSets(chosen, sorted.stream().filter((set) -> set != chosen).toList());
	}

	List<ObjectNode> all() {
		List<ObjectNode> all = new ArrayList<>(this.old);
		if (this.current != null) {
			all.add(this.current);
		}
		return all;
	}

	List<ObjectNode> active() {
		return all().stream().filter((set) -> replicas(set) > 0).toList();
	}

	/** The only one with pods, or, if none has any, the newest; null if several have. */
	@Nullable ObjectNode activeOrLatest() {
		List<ObjectNode> active = active();
		if (active.size() > 1) {
			return null;
		}
		if (active.size() == 1) {
			return active.get(0);
		}
		return (this.current != null || this.old.isEmpty()) ? this.current : this.old.get(this.old.size() - 1);
	}

	int total() {
		return all().stream().mapToInt(ReplicaSets::replicas).sum();
	}

	static int total(List<ObjectNode> sets) {
		return sets.stream().mapToInt(ReplicaSets::replicas).sum();
	}

	static int replicas(JsonNode set) {
		return set.path("spec").path("replicas").asInt(1);
	}

	static int available(JsonNode set) {
		return set.path("status").path("availableReplicas").asInt(0);
	}

}
