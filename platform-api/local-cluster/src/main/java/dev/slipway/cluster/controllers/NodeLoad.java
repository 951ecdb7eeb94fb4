package dev.slipway.cluster.controllers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Quantity;
import dev.slipway.cluster.store.WatchEvent;

/**
 * What the pods of a node ask of it, as far as that was told: a pod that has just gone
 * may still count, one that was just bound here does.
 */
final class NodeLoad {

	private final String node;

	/** Bytes by the uid of the pod. */
	private final Map<String, Long> pods = new HashMap<>();

	private long used;

	NodeLoad(String node) {
		this.node = node;
	}

	/** A pod was changed; one that is not bound as far as this tells may be by now. */
	synchronized void told(WatchEvent.Type type, JsonNode pod) {
		if (type == WatchEvent.Type.DELETED || Pods.ended(pod)) {
			gone(pod);
		}
		else if (pod.path("spec").path("nodeName").asText().equals(this.node)) {
			bound(pod);
		}
	}

	/** A pod does not count any more, if it did. */
	synchronized void gone(JsonNode pod) {
		Long before = this.pods.remove(Meta.uid(pod));
		this.used -= (before != null) ? before : 0;
	}

	/** A pod counts from now on. */
	synchronized void bound(JsonNode pod) {
		long memory = memory(pod);
		Long before = this.pods.put(Meta.uid(pod), memory);
		this.used += memory - ((before != null) ? before : 0);
	}

	/**
	 * Counts a pod from now on if it fits what the node allows.
	 * @return whether it does
	 */
	synchronized boolean take(JsonNode pod, JsonNode allocatable) {
		boolean fits = leaves(allocatable, memory(pod));
		if (fits) {
			bound(pod);
		}
		return fits;
	}

	/**
	 * Counts a pod from now on if it fits beside those of all that are on the node, or
	 * are just being bound to it.
	 * @return what hinders it; empty when it fits
	 */
	synchronized String takeAmong(Supplier<List<ObjectNode>> all, JsonNode pod, JsonNode allocatable) {
		List<ObjectNode> others = all.get()
			.stream()
			.filter((other) -> !Pods.ended(other) && !Meta.uid(other).equals(Meta.uid(pod))
					&& (other.path("spec").path("nodeName").asText().equals(this.node)
							|| this.pods.containsKey(Meta.uid(other))))
			.toList();
		if (others.size() >= allocatable.path("pods").asInt(110)) {
			return "0/1 nodes are available: 1 Too many pods.";
		}
		long asked = others.stream().mapToLong(NodeLoad::memory).sum() + memory(pod);
		if (memory(pod) > 0 && asked > Quantity.ceiling(allocatable.path("memory").asText("0"))) {
			return "0/1 nodes are available: 1 Insufficient memory.";
		}
		bound(pod);
		return "";
	}

	/** Whether one more pod fits what the node allows. */
	private boolean leaves(JsonNode allocatable, long memory) {
		return this.pods.size() < allocatable.path("pods").asInt(110)
				&& (memory == 0 || this.used + memory <= Quantity.ceiling(allocatable.path("memory").asText("0")));
	}

	/** The bytes that a pod asks for. */
	static long memory(JsonNode pod) {
		long sum = 0;
		for (JsonNode container : pod.path("spec").path("containers")) {
			JsonNode resources = container.path("resources");
			String request = resources.path("requests")
				.path("memory")
				.asText(resources.path("limits").path("memory").asText("0"));
			sum += Quantity.ceiling(request);
		}
		return sum;
	}

}
