package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.StoreException;
import dev.slipway.cluster.store.Term;
import dev.slipway.cluster.store.WatchEvent;
import dev.slipway.cluster.work.Informer;
import dev.slipway.cluster.work.Reconciler;
import org.jspecify.annotations.Nullable;

/**
 * Lists the pods behind each Service: as EndpointSlices, and as Endpoints for those who
 * still read these.
 */
final class EndpointsController {

	private static final String COMPONENT = "endpointslice-controller";

	private final Context cluster;

	private final Reconciler queue;

	private final Selecting selecting = new Selecting();

	EndpointsController(Context cluster) {
		this.cluster = cluster;
		this.queue = new Reconciler(COMPONENT, cluster.workers(), this::reconcile);
	}

	List<Informer> start() {
		return List.of(Informer.start(this.cluster.store(), this.cluster.workers(), Context.SERVICES,
				(type, service, before) -> {
					Key key = Meta.key(Context.SERVICES, service);
					this.selecting.put(key, (type != WatchEvent.Type.DELETED) ? service.path("spec").path("selector")
							: MissingNode.getInstance());
					this.queue.enqueue(key);
				}), Informer.start(this.cluster.store(), this.cluster.workers(), Context.PODS, (type, pod, before) -> {
					podChanged(pod);
					if (before != null && !Meta.labels(before).equals(Meta.labels(pod))) {
						podChanged(before);
					}
				}));
	}

	private void podChanged(ObjectNode pod) {
		this.selecting.find(Meta.namespace(pod), Meta.labels(pod)).forEach(this.queue::enqueue);
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
		List<ObjectNode> pods = this.cluster.labelled(Context.PODS, key.namespace(), selector)
			.stream()
			.filter((pod) -> !Pods.ended(pod))
			.filter((pod) -> !pod.path("status").path("podIP").asText().isEmpty())
			.toList();
		writeSlices(service, pods, slices);
		write(Key.of(Context.ENDPOINTS, key.namespace(), key.name()), EndpointObjects.endpoints(service, pods));
	}

	private List<ObjectNode> slices(Key service) {
		return this.cluster.store()
			.list(Context.SLICES, service.namespace(),
					List.of(Term.label(EndpointObjects.SERVICE, service.name()),
							Term.label(EndpointObjects.MANAGED_BY, EndpointObjects.MANAGER)))
			.items();
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

	private static boolean is(@Nullable ObjectNode found, ObjectNode wanted) {
		return found != null && Meta.labels(found).equals(Meta.labels(wanted))
				&& found.has("subsets") == wanted.has("subsets")
				&& wanted.properties()
					.stream()
					.allMatch((field) -> field.getKey().equals("metadata")
							|| field.getValue().equals(found.get(field.getKey())));
	}

	private void write(Key key, ObjectNode wanted) {
		if (is(this.cluster.store().shared(key), wanted)) {
			return;
		}
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
