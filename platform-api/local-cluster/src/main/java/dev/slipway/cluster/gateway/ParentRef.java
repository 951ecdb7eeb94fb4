package dev.slipway.cluster.gateway;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;

/**
 * What a route wants to be attached to, a Gateway or (GAMMA) a Service.
 *
 * @param section name of a listener, empty for all
 * @param port 0 for all
 * @param reference as the route writes it
 */
record ParentRef(Key parent, String section, int port, ObjectNode reference) {

	static final String SERVICES = "services";

	static final String GATEWAYS = "gateways.gateway.networking.k8s.io";

	/** The parents of a route, without those of kinds that nobody here serves. */
	static List<ParentRef> of(JsonNode route) {
		List<ParentRef> parents = new ArrayList<>();
		for (JsonNode reference : route.path("spec").path("parentRefs")) {
			String group = reference.path("group").asText("gateway.networking.k8s.io");
			String kind = reference.path("kind").asText("Gateway");
			String resource = "";
			if (kind.equals("Service") && group.isEmpty()) {
				resource = SERVICES;
			}
			else if (kind.equals("Gateway") && group.equals("gateway.networking.k8s.io")) {
				resource = GATEWAYS;
			}
			if (!resource.isEmpty()) {
				String namespace = reference.path("namespace").asText(Meta.namespace(route));
				parents.add(new ParentRef(Key.of(resource, namespace, reference.path("name").asText()),
						reference.path("sectionName").asText(""), reference.path("port").asInt(0),
						(ObjectNode) reference));
			}
		}
		return parents;
	}

}
