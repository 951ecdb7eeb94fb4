package dev.slipway.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Ports by number or by the name they have in a container.
 */
final class Ports {

	private Ports() {
	}

	static int resolve(JsonNode container, JsonNode port) {
		if (port.isInt()) {
			return port.asInt();
		}
		for (JsonNode named : container.path("ports")) {
			if (named.path("name").asText().equals(port.asText())) {
				return named.path("containerPort").asInt();
			}
		}
		return port.asInt(0);
	}

}
