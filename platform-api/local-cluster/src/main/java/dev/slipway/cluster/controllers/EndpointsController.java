package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Selector;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;

/**
 * Lists the pods behind each Service: as EndpointSlices, and as Endpoints for those who
 * still read these.
 */
final class EndpointsController {

	private static final String COMPONENT = "endpointslice-controller";

	private final Context cluster;

	private final Reconciler queue;

	EndpointsController(Context cluster) {
		this.cluster = cluster;
		this.queue = new Reconciler(COMPONENT, cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.SERVICES,
						(type, service, before) -> this.queue.enqueue(Meta.key(Context.SERVICES, service))),
				Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS, (type, pod, before) -> {
					podChanged(pod);
					if (before != null && !Meta.labels(before).equals(Meta.labels(pod))) {
						podChanged(before);
					}
				}));
	}

	private void podChanged(ObjectNode pod) {
		for (ObjectNode service : this.cluster.store().list(Context.SERVICES, Meta.namespace(pod)).items()) {
			JsonNode selector = service.path("spec").path("selector");
			if (!selector.isEmpty() && Selector.equalsAll(selector, Meta.labels(pod))) {
				this.queue.enqueue(Meta.key(Context.SERVICES, service));
			}
		}
	}

	private void reconcile(Key key) {
		ObjectNode service = this.cluster.store().shared(key);
		List<ObjectNode> slices = slices(key);
		if (service == null || Meta.deleting(service)) {
			slices.forEach((slice) -> this.cluster.delete(Meta.key(Context.SLICES, slice), slice));
			Key endpoints = Key.of(Context.ENDPOINTS, key.namespace(), key.name());
			this.cluster.store().get(endpoints).ifPresent((object) -> this.cluster.delete(endpoints, object));
			return;
		}
		JsonNode selector = service.path("spec").path("selector");
		if (selector.isEmpty() || service.path("spec").path("type").asText().equals("ExternalName")) {
			return;
		}
		List<ObjectNode> pods = this.cluster.store()
			.list(Context.PODS, key.namespace())
			.items()
			.stream()
			.filter((pod) -> Selector.equalsAll(selector, Meta.labels(pod)) && !Pods.ended(pod))
			.filter((pod) -> !pod.path("status").path("podIP").asText().isEmpty())
			.toList();
		writeSlices(service, pods, slices);
		write(Key.of(Context.ENDPOINTS, key.namespace(), key.name()), EndpointObjects.endpoints(service, pods));
	}

	private List<ObjectNode> slices(Key service) {
		return this.cluster.store()
			.list(Context.SLICES, service.namespace())
			.items()
			.stream()
			.filter((slice) -> Meta.labels(slice).path(EndpointObjects.SERVICE).asText().equals(service.name())
					&& Meta.labels(slice).path(EndpointObjects.MANAGED_BY).asText().equals(EndpointObjects.MANAGER))
			.toList();
	}

	/**
	 * One slice for each set of port numbers, as pods may give a named port different
	 * ones.
	 */
	private void writeSlices(ObjectNode service, List<ObjectNode> pods, List<ObjectNode> existing) {
		Map<JsonNode, List<ObjectNode>> byPorts = new LinkedHashMap<>();
		pods.forEach((pod) -> byPorts.computeIfAbsent(EndpointObjects.ports(service, pod), (k) -> new ArrayList<>())
			.add(pod));
		if (byPorts.isEmpty()) {
			byPorts.put(service.arrayNode(), List.of());
		}
		List<ObjectNode> free = new ArrayList<>(existing);
		List<Map.Entry<JsonNode, List<ObjectNode>>> unmatched = new ArrayList<>();
		for (Map.Entry<JsonNode, List<ObjectNode>> group : byPorts.entrySet()) {
			ObjectNode same = free.stream()
				.filter((slice) -> slice.path("ports").equals(group.getKey()))
				.findFirst()
				.orElse(null);
			if (same == null) {
				unmatched.add(group);
			}
			else {
				free.remove(same);
				writeSlice(service, Meta.name(same), group.getKey(), group.getValue());
			}
		}
		for (Map.Entry<JsonNode, List<ObjectNode>> group : unmatched) {
			String name = free.isEmpty() ? Names.generate(Meta.name(service) + "-") : Meta.name(free.remove(0));
			writeSlice(service, name, group.getKey(), group.getValue());
		}
		free.forEach((slice) -> this.cluster.delete(Meta.key(Context.SLICES, slice), slice));
	}

	private void writeSlice(ObjectNode service, String name, JsonNode ports, List<ObjectNode> pods) {
		write(Key.of(Context.SLICES, Meta.namespace(service), name), EndpointObjects.slice(service, name, ports, pods));
	}

	private void write(Key key, ObjectNode wanted) {
		try {
			this.cluster.store().update(key, (object) -> {
				wanted.fields().forEachRemaining((field) -> {
					if (!field.getKey().equals("metadata")) {
						object.set(field.getKey(), field.getValue());
					}
				});
				object.withObject("/metadata").set("labels", wanted.path("metadata").path("labels"));
				if (!wanted.has("subsets") && key.resource().equals(Context.ENDPOINTS)) {
					object.remove("subsets");
				}
				return object;
			});
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND) {
				throw ex;
			}
			this.cluster.store().create(key, wanted);
		}
	}

}
