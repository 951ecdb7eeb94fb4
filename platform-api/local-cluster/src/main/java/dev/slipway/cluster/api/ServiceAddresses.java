package dev.slipway.cluster.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.store.ObjectStore;

/** Gives Services their cluster IPs. What is taken is read from the store each time. */
final class ServiceAddresses {

	private final ObjectStore store;

	private final String range;

	private final RandomGenerator random = RandomGenerator.getDefault();

	private final Set<String> promised = new HashSet<>();

	ServiceAddresses(ObjectStore store, String range) {
		this.store = store;
		this.range = range;
	}

	/** Gives a new Service its addresses. */
	synchronized void assign(ObjectNode service) {
		ObjectNode spec = service.withObject("/spec");
		if (spec.path("type").asText().equals("ExternalName")) {
			return;
		}
		String wanted = spec.path("clusterIP").asText(spec.path("clusterIPs").path(0).asText(""));
		String address = wanted.isEmpty() ? free() : wanted;
		if (!wanted.isEmpty() && !wanted.equals("None")) {
			check(Json.name(service), wanted);
		}
		put(spec, address);
	}

	/** Keeps the addresses of a changed Service. */
	static void keep(ObjectNode before, ObjectNode after) {
		ObjectNode spec = after.withObject("/spec");
		JsonNode old = before.path("spec").path("clusterIP");
		boolean external = spec.path("type").asText().equals("ExternalName");
		if (!spec.has("clusterIP") && !old.isMissingNode() && !external) {
			put(spec, old.asText());
		}
		else if (spec.has("clusterIP") && !spec.has("clusterIPs")) {
			put(spec, spec.path("clusterIP").asText());
		}
	}

	private static void put(ObjectNode spec, String address) {
		spec.put("clusterIP", address);
		ArrayNode all = spec.arrayNode().add(address);
		spec.set("clusterIPs", all);
	}

	private void check(String name, String wanted) {
		String why = "";
		if (!wanted.startsWith(this.range + ".")) {
			why = "the provided IP (" + wanted + ") is not in the valid range. The range of valid IPs is " + this.range
					+ ".0.0/16";
		}
		else if (taken().contains(wanted)) {
			why = "provided IP is already allocated";
		}
		if (!why.isEmpty()) {
			throw ApiError.invalid("Service", name, List.of(Cause.invalid("spec.clusterIPs",
					"[]string{" + Cause.quote(wanted) + "}", "failed to allocate IP " + wanted + ": " + why)));
		}
	}

	private Set<String> taken() {
		Set<String> taken = new HashSet<>(this.promised);
		this.store.list("services", null)
			.items()
			.forEach((service) -> taken.add(service.path("spec").path("clusterIP").asText("")));
		return taken;
	}

	private String free() {
		Set<String> taken = taken();
		if (this.promised.size() > 64) {
			this.promised.clear();
		}
		while (true) {
			String address = this.range + "." + this.random.nextInt(1, 255) + "." + this.random.nextInt(1, 255);
			if (taken.add(address)) {
				this.promised.add(address);
				return address;
			}
		}
	}

}
