package dev.slipway.cluster.gateway;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;

/** Says in a Gateway's status where it is and which of its listeners are open. */
final class GatewayStatus {

	private final ObjectStore store;

	private final Clock clock;

	GatewayStatus(ObjectStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Where a Gateway is served.
	 *
	 * @param problem why it has no address, or empty
	 * @param address empty for none
	 * @param open whether the proxy listens at a port
	 */
	record Place(String problem, String address, IntPredicate open) {
	}

	void write(Key key, List<Listener> listeners, Map<String, Integer> attached, Place place) {
		try {
			this.store.update(key, (gateway) -> {
				fill(gateway, listeners, attached, place);
				return gateway;
			});
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND) {
				throw ex;
			}
		}
	}

	private void fill(ObjectNode gateway, List<Listener> listeners, Map<String, Integer> attached, Place place) {
		long generation = gateway.path("metadata").path("generation").asLong();
		ObjectNode status = gateway.withObject("/status");
		boolean any = listeners.stream().anyMatch(Listener::served);
		boolean all = listeners.stream().allMatch((listener) -> listener.served() && listener.kindsServed());
		set(status, "Accepted", any, all ? "Accepted" : "ListenersNotValid",
				all ? "Gateway is accepted" : "only listeners for HTTP and HTTPRoutes are served", generation);
		boolean open = any && place.problem().isEmpty()
				&& listeners.stream().filter(Listener::served).allMatch((one) -> place.open().test(one.port()));
		if (!place.problem().isEmpty()) {
			set(status, "Programmed", false, "AddressNotAssigned", place.problem(), generation);
		}
		else {
			set(status, "Programmed", open, open ? "Programmed" : "Pending", open ? "The proxy serves this Gateway"
					: "The proxy does not listen at every port; if that lasts, the events of the Gateway's Service say why",
					generation);
		}
		if (place.address().isEmpty()) {
			status.remove("addresses");
		}
		else {
			ArrayNode addresses = status.putArray("addresses");
			addresses.addObject().put("type", "IPAddress").put("value", place.address());
		}
		JsonNode before = status.path("listeners").deepCopy();
		ArrayNode states = status.putArray("listeners");
		listeners.forEach((listener) -> state(states, before, listener, attached, place, generation));
	}

	private void state(ArrayNode states, JsonNode before, Listener listener, Map<String, Integer> attached, Place place,
			long generation) {
		ObjectNode state = states.addObject().put("name", listener.name());
		ArrayNode kinds = state.putArray("supportedKinds");
		if (listener.served()) {
			kinds.addObject().put("group", "gateway.networking.k8s.io").put("kind", "HTTPRoute");
		}
		state.put("attachedRoutes", attached.getOrDefault(listener.name(), 0));
		for (JsonNode old : before) {
			if (old.path("name").asText().equals(listener.name())) {
				state.set("conditions", old.path("conditions").deepCopy());
			}
		}
		boolean open = listener.served() && place.problem().isEmpty() && place.open().test(listener.port());
		set(state, "Accepted", listener.served(), listener.served() ? "Accepted" : "UnsupportedProtocol",
				listener.served() ? "Listener is accepted" : "the local gateway serves HTTP only", generation);
		set(state, "Programmed", open, open ? "Programmed" : "Pending",
				open ? "The proxy listens" : "The proxy does not listen at this port", generation);
		set(state, "ResolvedRefs", listener.kindsServed(),
				listener.kindsServed() ? "ResolvedRefs" : "InvalidRouteKinds",
				listener.kindsServed() ? "All references resolved" : "only HTTPRoutes are served", generation);
	}

	private void set(ObjectNode where, String type, boolean good, String reason, String message, long generation) {
		Conditions.set(where, type, good, reason, message, this.clock.instant()).put("observedGeneration", generation);
	}

}
