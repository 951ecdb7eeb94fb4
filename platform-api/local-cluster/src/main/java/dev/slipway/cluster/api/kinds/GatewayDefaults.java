package dev.slipway.cluster.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static dev.slipway.cluster.api.kinds.PodDefaults.number;
import static dev.slipway.cluster.api.kinds.PodDefaults.object;
import static dev.slipway.cluster.api.kinds.PodDefaults.text;

/**
 * The defaults that the CustomResourceDefinitions of the Gateway API (v1, standard
 * channel) give.
 */
final class GatewayDefaults {

	private static final String GROUP = "gateway.networking.k8s.io";

	private static final String NEVER = "1970-01-01T00:00:00Z";

	private GatewayDefaults() {
	}

	static void gatewayClass(ObjectNode gatewayClass) {
		waiting(gatewayClass, "Accepted");
	}

	static void gateway(ObjectNode gateway) {
		for (JsonNode listener : gateway.path("spec").path("listeners")) {
			ObjectNode namespaces = object(object((ObjectNode) listener, "allowedRoutes"), "namespaces");
			text(namespaces, "from", "Same");
			for (JsonNode kind : listener.path("allowedRoutes").path("kinds")) {
				text((ObjectNode) kind, "group", GROUP);
			}
			if (listener.get("tls") instanceof ObjectNode tls) {
				text(tls, "mode", "Terminate");
			}
		}
		for (JsonNode address : gateway.path("spec").path("addresses")) {
			text((ObjectNode) address, "type", "IPAddress");
		}
		waiting(gateway, "Accepted", "Programmed");
	}

	/** What stands in a status until a controller has looked. */
	private static void waiting(ObjectNode object, String... types) {
		if (object.has("status")) {
			return;
		}
		ArrayNode conditions = object.putObject("status").putArray("conditions");
		for (String type : types) {
			conditions.addObject()
				.put("lastTransitionTime", NEVER)
				.put("message", "Waiting for controller")
				.put("reason", "Pending")
				.put("status", "Unknown")
				.put("type", type);
		}
	}

	static void route(ObjectNode route) {
		ObjectNode spec = object(route, "spec");
		for (JsonNode parent : spec.path("parentRefs")) {
			text((ObjectNode) parent, "group", GROUP);
			text((ObjectNode) parent, "kind", "Gateway");
		}
		if (!spec.has("rules")) {
			spec.putArray("rules").addObject();
		}
		spec.path("rules").forEach((rule) -> rule((ObjectNode) rule));
	}

	private static void rule(ObjectNode rule) {
		if (!rule.has("matches")) {
			rule.putArray("matches").addObject();
		}
		for (JsonNode match : rule.path("matches")) {
			ObjectNode path = object((ObjectNode) match, "path");
			text(path, "type", "PathPrefix");
			text(path, "value", "/");
			match.path("headers").forEach((header) -> text((ObjectNode) header, "type", "Exact"));
			match.path("queryParams").forEach((query) -> text((ObjectNode) query, "type", "Exact"));
		}
		rule.path("filters").forEach(GatewayDefaults::filter);
		for (JsonNode backend : rule.path("backendRefs")) {
			reference((ObjectNode) backend);
			number((ObjectNode) backend, "weight", 1);
			backend.path("filters").forEach(GatewayDefaults::filter);
		}
	}

	private static void filter(JsonNode filter) {
		if (filter.path("requestMirror").get("backendRef") instanceof ObjectNode backend) {
			reference(backend);
		}
		if (filter.get("requestRedirect") instanceof ObjectNode redirect) {
			number(redirect, "statusCode", 302);
		}
	}

	private static void reference(ObjectNode backend) {
		text(backend, "group", "");
		text(backend, "kind", "Service");
	}

}
