package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Selector;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Keeps as many pods as a ReplicaSet wants.
 */
final class ReplicaSetController {

	private static final String COMPONENT = "replicaset-controller";

	private final Context cluster;

	private final PodFactory factory;

	private final Reconciler queue;

	ReplicaSetController(Context cluster) {
		this.cluster = cluster;
		this.factory = new PodFactory(cluster);
		this.queue = new Reconciler(COMPONENT, cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.REPLICA_SETS,
						(type, set, before) -> this.queue.enqueue(Meta.key(Context.REPLICA_SETS, set))),
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS,
						(type, pod, before) -> podChanged(pod)));
	}

	private void podChanged(ObjectNode pod) {
		if (Meta.controller(pod).isPresent()) {
			this.cluster.controllerKey(pod, "ReplicaSet", Context.REPLICA_SETS).ifPresent(this.queue::enqueue);
			return;
		}
		for (ObjectNode set : this.cluster.store().list(Context.REPLICA_SETS, Meta.namespace(pod)).items()) {
			if (selects(set, pod)) {
				this.queue.enqueue(Meta.key(Context.REPLICA_SETS, set));
			}
		}
	}

	private static boolean selects(JsonNode set, JsonNode pod) {
		return Selector.matches(set.path("spec").path("selector"), Meta.labels(pod));
	}

	private void reconcile(Key key) {
		ObjectNode set = this.cluster.store().shared(key);
		if (set == null) {
			return;
		}
		List<ObjectNode> pods = claim(set);
		String failure = "";
		if (!Meta.deleting(set)) {
			failure = scale(set, pods);
			pods = claim(set);
		}
		this.cluster.writeStatus(key, set, status(key, set, pods, failure));
	}

	/**
	 * Active pods of the set; a stray one that fits is adopted, one that no longer fits
	 * let go.
	 */
	private List<ObjectNode> claim(ObjectNode set) {
		List<ObjectNode> mine = new ArrayList<>();
		for (ObjectNode pod : this.cluster.controlled(Context.PODS, set)) {
			if (!selects(set, pod) && !Meta.deleting(pod)) {
				this.cluster.store().update(Meta.key(Context.PODS, pod), (fresh) -> {
					fresh.withObject("/metadata").remove("ownerReferences");
					return fresh;
				});
			}
			else if (Pods.active(pod)) {
				mine.add(pod);
			}
		}
		for (ObjectNode pod : this.cluster.uncontrolled(Context.PODS, Meta.namespace(set))) {
			if (selects(set, pod) && Pods.active(pod) && this.cluster.stays(Context.REPLICA_SETS, set)) {
				mine.add(this.cluster.adopt(Context.PODS, pod, set));
			}
		}
		return mine;
	}

	/** Creates or deletes pods; says what stood in the way. */
	private String scale(ObjectNode set, List<ObjectNode> pods) {
		int wanted = set.path("spec").path("replicas").asInt(1);
		if (pods.size() > wanted) {
			List<ObjectNode> ranked = new ArrayList<>(pods);
			ranked.sort(Pods.leastWorthFirst());
			for (ObjectNode pod : ranked.subList(0, pods.size() - wanted)) {
				this.cluster.delete(Meta.key(Context.PODS, pod), pod);
				this.cluster.events().normal(COMPONENT, set, "SuccessfulDelete", "Deleted pod: " + Meta.name(pod));
			}
		}
		for (int i = pods.size(); i < wanted; i++) {
			try {
				ObjectNode pod = this.factory.create(set);
				this.cluster.events().normal(COMPONENT, set, "SuccessfulCreate", "Created pod: " + Meta.name(pod));
			}
			catch (PodFactory.Refused ex) {
				this.cluster.events().warning(COMPONENT, set, "FailedCreate", "Error creating: " + ex.getMessage());
				this.queue.enqueueAfter(Meta.key(Context.REPLICA_SETS, set), Duration.ofSeconds(2));
				return String.valueOf(ex.getMessage());
			}
		}
		return "";
	}

	private ObjectNode status(Key key, ObjectNode set, List<ObjectNode> pods, String failure) {
		Instant now = this.cluster.now();
		Duration minReady = Duration.ofSeconds(set.path("spec").path("minReadySeconds").asLong(0));
		JsonNode labels = set.path("spec").path("template").path("metadata").path("labels");
		ObjectNode status = set.path("status").isObject() ? (ObjectNode) set.path("status").deepCopy()
				: JsonNodeFactory.instance.objectNode();
		int available = 0;
		for (ObjectNode pod : pods) {
			Instant at = Pods.availableAt(pod, minReady);
			if (!at.isAfter(now)) {
				available++;
			}
			else if (!at.equals(Instant.MAX)) {
				this.queue.enqueueAfter(key, Duration.between(now, at).plusMillis(10));
			}
		}
		count(status, "fullyLabeledReplicas",
				(int) pods.stream().filter((pod) -> Selector.equalsAll(labels, Meta.labels(pod))).count());
		count(status, "readyReplicas", (int) pods.stream().filter(Pods::ready).count());
		count(status, "availableReplicas", available);
		status.put("replicas", pods.size());
		status.put("observedGeneration", set.path("metadata").path("generation").asLong());
		if (failure.isEmpty()) {
			Conditions.remove(status, "ReplicaFailure");
			if (status.path("conditions").isEmpty()) {
				status.remove("conditions");
			}
		}
		else {
			Conditions.set(status, "ReplicaFailure", true, "FailedCreate", failure, now);
		}
		return status;
	}

	static void count(ObjectNode status, String field, int number) {
		if (number == 0) {
			status.remove(field);
		}
		else {
			status.put(field, number);
		}
	}

}
