package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Selector;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Binds pods to the only node, if they fit it. Memory and the number of pods count; CPU
 * requests do not, as processes share the machine's processors freely.
 */
final class Scheduler {

	private static final String COMPONENT = "default-scheduler";

	private static final String NODE = "local";

	private final Context cluster;

	private final Reconciler queue;

	/** Pods that were not bound when they were told of last. */
	private final Set<Key> waiting = new LinkedHashSet<>();

	private final NodeLoad load = new NodeLoad(NODE);

	Scheduler(Context cluster) {
		this.cluster = cluster;
		this.queue = new Reconciler(COMPONENT, cluster.workers(), this::schedule);
	}

	/**
	 * Before the first pod is told of, those that run already count: they fill the node.
	 */
	List<Informer> start() {
		count();
		return List.of(Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS,
				(type, pod, before) -> changed(type, pod)));
	}

	void count() {
		this.cluster.store()
			.list(Context.PODS, null)
			.items()
			.forEach((pod) -> this.load.told(WatchEvent.Type.ADDED, pod));
	}

	private void changed(WatchEvent.Type type, ObjectNode pod) {
		this.load.told(type, pod);
		if (type == WatchEvent.Type.DELETED) {
			this.waiting.remove(Meta.key(Context.PODS, pod));
			this.waiting.forEach(this.queue::enqueue);
		}
		else if (waits(pod)) {
			this.waiting.add(Meta.key(Context.PODS, pod));
			this.queue.enqueue(Meta.key(Context.PODS, pod));
		}
		else {
			this.waiting.remove(Meta.key(Context.PODS, pod));
		}
	}

	private static boolean waits(JsonNode pod) {
		return pod.path("spec").path("nodeName").asText().isEmpty() && !Meta.deleting(pod)
				&& pod.path("spec").path("schedulerName").asText(COMPONENT).equals(COMPONENT)
				&& pod.path("spec").path("schedulingGates").isEmpty();
	}

	void schedule(Key key) {
		ObjectNode pod = this.cluster.store().shared(key);
		ObjectNode node = this.cluster.store().shared(Key.of("nodes", NODE));
		if (pod == null || !waits(pod)) {
			return;
		}
		if (node == null) {
			this.queue.enqueueAfter(key, Duration.ofMillis(200));
			return;
		}
		String obstacle = obstacle(pod, node);
		ObjectNode bound = pod.deepCopy();
		ObjectNode status = bound.withObject("/status");
		if (obstacle.isEmpty()) {
			bound.withObject("/spec").put("nodeName", NODE);
			Conditions.set(status, "PodScheduled", true, "", "", this.cluster.now());
		}
		else {
			Conditions.set(status, "PodScheduled", false, "Unschedulable", obstacle, this.cluster.now());
		}
		if (!bound.equals(pod)) {
			write(key, pod, bound);
			if (obstacle.isEmpty()) {
				this.cluster.events()
					.normal(COMPONENT, pod, "Scheduled",
							"Successfully assigned " + key.namespace() + "/" + key.name() + " to " + NODE);
			}
			else {
				this.cluster.events().warning(COMPONENT, pod, "FailedScheduling", obstacle);
			}
		}
	}

	private void write(Key key, ObjectNode pod, ObjectNode changed) {
		try {
			this.cluster.store().update(key, changed, pod.path("metadata").path("resourceVersion").asText());
		}
		catch (StoreException ex) {
			if (!waits(changed)) {
				this.load.gone(changed);
			}
			throw ex;
		}
	}

	/**
	 * Why the pod is not bound; empty, and the pod counts from now on, when it is to be.
	 * All pods are looked at only when those that are known of seem to fill the node.
	 */
	private String obstacle(JsonNode pod, JsonNode node) {
		if (node.path("spec").path("unschedulable").asBoolean()) {
			return "0/1 nodes are available: 1 node(s) were unschedulable.";
		}
		if (!Selector.equalsAll(pod.path("spec").path("nodeSelector"), Meta.labels(node))) {
			return "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";
		}
		JsonNode room = node.path("status").path("allocatable");
		if (this.load.take(pod, room)) {
			return "";
		}
		return this.load.takeAmong(() -> this.cluster.store().list(Context.PODS, null).items(), pod, room);
	}

}
