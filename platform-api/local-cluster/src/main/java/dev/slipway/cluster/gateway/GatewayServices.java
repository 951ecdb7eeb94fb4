package dev.slipway.cluster.gateway;

import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.Objects;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;

/**
 * The Services that give Gateways their addresses: one each, owned by it, without a
 * selector.
 */
final class GatewayServices {

	private static final String LABEL = "gateway.networking.k8s.io/gateway-name";

	private final ObjectStore store;

	private final Objects objects;

	GatewayServices(ObjectStore store, Objects objects) {
		this.store = store;
		this.objects = objects;
	}

	static Key key(ObjectNode gateway) {
		return Key.of(ParentRef.SERVICES, Meta.namespace(gateway),
				Meta.name(gateway) + "-" + gateway.path("spec").path("gatewayClassName").asText());
	}

	/**
	 * Makes the Service as the Gateway wants it.
	 * @return why it cannot be made, or empty
	 */
	String make(ObjectNode gateway, List<Listener> listeners) {
		Key key = key(gateway);
		ArrayNode ports = ports(listeners);
		if (ports.isEmpty()) {
			return "no listener can be served";
		}
		ObjectNode present = this.store.shared(key);
		try {
			if (present == null) {
				this.objects.create(ParentRef.SERVICES, key.namespace(), service(gateway, key, ports));
				return "";
			}
			if (!Meta.controlledBy(present, gateway)) {
				return "there is a Service " + key.name() + " that is not this Gateway's";
			}
			this.store.update(key, (service) -> {
				service.withObject("/spec").set("ports", ports);
				return service;
			});
			return "";
		}
		catch (ApiError | StoreException ex) {
			return "no address: " + ex.getMessage();
		}
	}

	/** The address, empty if there is none yet. */
	String address(Key key) {
		ObjectNode service = this.store.shared(key);
		return (service != null) ? service.path("spec").path("clusterIP").asText("") : "";
	}

	private static ArrayNode ports(List<Listener> listeners) {
		ArrayNode ports = JsonNodeFactory.instance.arrayNode();
		TreeSet<Integer> numbers = new TreeSet<>();
		listeners.stream().filter(Listener::served).forEach((listener) -> numbers.add(listener.port()));
		numbers.forEach((number) -> ports.addObject()
			.put("name", "port-" + number)
			.put("protocol", "TCP")
			.put("port", number)
			.put("targetPort", number));
		return ports;
	}

	private static ObjectNode service(ObjectNode gateway, Key key, ArrayNode ports) {
		ObjectNode service = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Service");
		ObjectNode metadata = service.putObject("metadata").put("name", key.name());
		metadata.putObject("labels").put(LABEL, Meta.name(gateway));
		metadata.putArray("ownerReferences").add(Meta.controllerReference(gateway));
		service.putObject("spec").put("type", "ClusterIP").set("ports", ports);
		return service;
	}

}
