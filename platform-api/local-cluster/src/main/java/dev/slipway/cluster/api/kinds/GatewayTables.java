package dev.slipway.cluster.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import static dev.slipway.cluster.api.kinds.Cells.row;

/**
 * Rows of the kinds that direct traffic. Those that a real cluster has as
 * CustomResourceDefinitions show lists as JSON, as such columns do.
 */
final class GatewayTables {

	private GatewayTables() {
	}

	static ArrayNode route(Tables.View v) {
		return row(v.name(), list(v.spec().path("hostnames")), v.age());
	}

	static ArrayNode gateway(Tables.View v) {
		return row(v.name(), v.spec().path("gatewayClassName").asText(""),
				v.status().path("addresses").path(0).path("value").asText(""), condition(v.status(), "Programmed"),
				v.age());
	}

	static ArrayNode gatewayClass(Tables.View v) {
		return row(v.name(), v.spec().path("controllerName").asText(""), condition(v.status(), "Accepted"), v.age(),
				v.spec().path("description").asText(""));
	}

	static ArrayNode virtualService(Tables.View v) {
		return row(v.name(), list(v.spec().path("gateways")), list(v.spec().path("hosts")), v.age());
	}

	static ArrayNode destinationRule(Tables.View v) {
		return row(v.name(), v.spec().path("host").asText(""), v.age());
	}

	static ArrayNode ingressClass(Tables.View v) {
		JsonNode parameters = v.spec().path("parameters");
		String group = parameters.path("apiGroup").asText("");
		String kind = parameters.path("kind").asText("") + (group.isEmpty() ? "" : "." + group);
		return row(v.name(), v.spec().path("controller").asText(""),
				parameters.isMissingNode() ? "<none>" : kind + "/" + parameters.path("name").asText(""), v.age());
	}

	private static String list(JsonNode list) {
		return list.isMissingNode() ? "" : list.toString();
	}

	private static String condition(JsonNode status, String type) {
		for (JsonNode condition : status.path("conditions")) {
			if (condition.path("type").asText().equals(type)) {
				return condition.path("status").asText();
			}
		}
		return "";
	}

}
