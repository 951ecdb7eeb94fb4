package dev.slipway.cluster.controllers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;

/**
 * Builds EndpointSlices and Endpoints of a Service and its pods.
 */
final class EndpointObjects {

	static final String SERVICE = "kubernetes.io/service-name";

	static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

	static final String MANAGER = "endpointslice-controller.k8s.io";

	private EndpointObjects() {
	}

	/**
	 * The Service's ports as numbers of that pod; a named port the pod lacks is left out.
	 */
	static ArrayNode ports(JsonNode service, JsonNode pod) {
		ArrayNode ports = JsonNodeFactory.instance.arrayNode();
		for (JsonNode port : service.path("spec").path("ports")) {
			int number = target(port, pod);
			if (number > 0) {
				ports.addObject()
					.put("name", port.path("name").asText(""))
					.put("port", number)
					.put("protocol", port.path("protocol").asText("TCP"));
			}
		}
		return ports;
	}

	private static int target(JsonNode port, JsonNode pod) {
		JsonNode target = port.has("targetPort") ? port.path("targetPort") : port.path("port");
		if (target.isInt()) {
			return target.asInt();
		}
		for (JsonNode container : pod.path("spec").path("containers")) {
			for (JsonNode named : container.path("ports")) {
				if (named.path("name").asText().equals(target.asText())) {
					return named.path("containerPort").asInt();
				}
			}
		}
		return target.asInt(0);
	}

	static ObjectNode slice(ObjectNode service, String name, JsonNode ports, List<ObjectNode> pods) {
		ObjectNode slice = JsonNodeFactory.instance.objectNode()
			.put("apiVersion", "discovery.k8s.io/v1")
			.put("kind", "EndpointSlice");
		ObjectNode metadata = slice.putObject("metadata")
			.put("name", name)
			.put("generateName", Meta.name(service) + "-")
			.put("namespace", Meta.namespace(service));
		labels(service, metadata).put(MANAGED_BY, MANAGER).put(SERVICE, Meta.name(service));
		metadata.putArray("ownerReferences").add(Meta.controllerReference(service));
		slice.put("addressType", "IPv4");
		ArrayNode endpoints = slice.putArray("endpoints");
		boolean unready = service.path("spec").path("publishNotReadyAddresses").asBoolean();
		for (ObjectNode pod : pods) {
			boolean serving = Pods.ready(pod);
			boolean terminating = Meta.deleting(pod);
			ObjectNode endpoint = endpoints.addObject();
			endpoint.putArray("addresses").add(pod.path("status").path("podIP").asText());
			endpoint.putObject("conditions")
				.put("ready", unready || (serving && !terminating))
				.put("serving", serving)
				.put("terminating", terminating);
			endpoint.put("nodeName", pod.path("spec").path("nodeName").asText());
			endpoint.set("targetRef", reference(pod));
		}
		slice.set("ports", ports);
		return slice;
	}

	static ObjectNode endpoints(ObjectNode service, List<ObjectNode> pods) {
		ObjectNode object = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Endpoints");
		ObjectNode metadata = object.putObject("metadata")
			.put("name", Meta.name(service))
			.put("namespace", Meta.namespace(service));
		labels(service, metadata);
		boolean unready = service.path("spec").path("publishNotReadyAddresses").asBoolean();
		Map<JsonNode, List<ObjectNode>> byPorts = new LinkedHashMap<>();
		pods.stream()
			.filter((pod) -> unready || !Meta.deleting(pod))
			.forEach((pod) -> byPorts.computeIfAbsent(ports(service, pod), (k) -> new ArrayList<>()).add(pod));
		if (!byPorts.isEmpty()) {
			ArrayNode subsets = object.putArray("subsets");
			byPorts.forEach((ports, members) -> subset(subsets.addObject(), ports, members, unready));
		}
		return object;
	}

	private static void subset(ObjectNode subset, JsonNode ports, List<ObjectNode> pods, boolean unready) {
		for (ObjectNode pod : pods) {
			String list = (unready || Pods.ready(pod)) ? "addresses" : "notReadyAddresses";
			ObjectNode address = subset.withArray("/" + list)
				.addObject()
				.put("ip", pod.path("status").path("podIP").asText())
				.put("nodeName", pod.path("spec").path("nodeName").asText());
			address.set("targetRef", reference(pod));
		}
		ArrayNode copies = subset.putArray("ports");
		ports.forEach((port) -> {
			ObjectNode copy = port.deepCopy();
			if (copy.path("name").asText().isEmpty()) {
				copy.remove("name");
			}
			copies.add(copy);
		});
	}

	private static ObjectNode labels(ObjectNode service, ObjectNode metadata) {
		ObjectNode labels = metadata.putObject("labels");
		if (Meta.labels(service) instanceof ObjectNode own) {
			labels.setAll(own);
		}
		return labels;
	}

	private static ObjectNode reference(ObjectNode pod) {
		return JsonNodeFactory.instance.objectNode()
			.put("kind", "Pod")
			.put("name", Meta.name(pod))
			.put("namespace", Meta.namespace(pod))
			.put("uid", Meta.uid(pod));
	}

}
