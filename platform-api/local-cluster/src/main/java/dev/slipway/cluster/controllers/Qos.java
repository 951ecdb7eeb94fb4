package dev.slipway.cluster.controllers;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Quantity;

/**
 * The quality of service class that follows from requests and limits.
 */
final class Qos {

	private Qos() {
	}

	static String of(JsonNode spec) {
		boolean any = false;
		boolean guaranteed = true;
		for (String list : List.of("initContainers", "containers")) {
			for (JsonNode container : spec.path(list)) {
				for (String resource : List.of("cpu", "memory")) {
					JsonNode limit = container.path("resources").path("limits").path(resource);
					JsonNode request = container.path("resources").path("requests").path(resource);
					any |= !limit.isMissingNode() || !request.isMissingNode();
					guaranteed &= !limit.isMissingNode() && (request.isMissingNode()
							|| Quantity.parse(limit.asText()).compareTo(Quantity.parse(request.asText())) == 0);
				}
			}
		}
		return guaranteed ? "Guaranteed" : any ? "Burstable" : "BestEffort";
	}

}
