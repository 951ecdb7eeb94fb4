package dev.slipway.cluster.gateway;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Selector;
import dev.slipway.cluster.routes.Hostname;

/**
 * A listener of a Gateway.
 *
 * @param protocol only HTTP is served
 * @param allowedRoutes which routes may attach
 */
record Listener(String name, int port, String protocol, Hostname host, JsonNode allowedRoutes) {

	static List<Listener> of(JsonNode gateway) {
		List<Listener> listeners = new ArrayList<>();
		for (JsonNode listener : gateway.path("spec").path("listeners")) {
			listeners.add(new Listener(listener.path("name").asText(), listener.path("port").asInt(),
					listener.path("protocol").asText(), new Hostname(listener.path("hostname").asText("")),
					listener.path("allowedRoutes")));
		}
		return listeners;
	}

	boolean served() {
		return this.protocol.equals("HTTP");
	}

	boolean named(ParentRef parent) {
		return (parent.section().isEmpty() || parent.section().equals(this.name))
				&& (parent.port() == 0 || parent.port() == this.port);
	}

	/**
	 * Whether routes of a namespace may attach.
	 * @param own namespace of the Gateway
	 * @param labels of the route's namespace
	 */
	boolean allows(String namespace, String own, JsonNode labels) {
		JsonNode namespaces = this.allowedRoutes.path("namespaces");
		boolean from = switch (namespaces.path("from").asText("Same")) {
			case "All" -> true;
			case "Selector" -> Selector.matches(namespaces.path("selector"), labels);
			default -> namespace.equals(own);
		};
		JsonNode kinds = this.allowedRoutes.path("kinds");
		boolean kind = kinds.isEmpty();
		for (JsonNode one : kinds) {
			kind |= routes(one);
		}
		return from && kind;
	}

	/** Whether all kinds that the listener names are served. */
	boolean kindsServed() {
		for (JsonNode one : this.allowedRoutes.path("kinds")) {
			if (!routes(one)) {
				return false;
			}
		}
		return true;
	}

	private static boolean routes(JsonNode kind) {
		return kind.path("kind").asText().equals("HTTPRoute")
				&& kind.path("group").asText("gateway.networking.k8s.io").equals("gateway.networking.k8s.io");
	}

	/**
	 * For which hosts a route with those is served here; none if they have none in
	 * common.
	 */
	List<Hostname> meet(List<Hostname> hosts) {
		if (hosts.isEmpty()) {
			return List.of(this.host);
		}
		List<Hostname> common = new ArrayList<>();
		hosts.forEach((one) -> this.host.meet(one).ifPresent(common::add));
		return common;
	}

}
