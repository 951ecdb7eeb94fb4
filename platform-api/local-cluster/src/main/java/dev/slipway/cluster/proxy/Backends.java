package dev.slipway.cluster.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The endpoints of one port of a Service that take connections now.
 *
 * @param addresses their addresses
 */
record Backends(List<InetSocketAddress> addresses) {

	static final Backends NONE = new Backends(List.of());

	/**
	 * Ready endpoints; if there is none, those that still serve while they terminate.
	 * @param slices endpoint slices of the Service
	 * @param port name of the Service's port, empty if it has none
	 */
	static Backends of(Iterable<? extends JsonNode> slices, String port) {
		List<InetSocketAddress> ready = new ArrayList<>();
		List<InetSocketAddress> serving = new ArrayList<>();
		for (JsonNode slice : slices) {
			int number = number(slice, port);
			for (JsonNode endpoint : slice.path("endpoints")) {
				InetSocketAddress address = new InetSocketAddress(endpoint.path("addresses").path(0).asText(), number);
				JsonNode conditions = endpoint.path("conditions");
				if (number > 0 && conditions.path("ready").asBoolean(true)) {
					ready.add(address);
				}
				else if (number > 0 && conditions.path("serving").asBoolean()
						&& conditions.path("terminating").asBoolean()) {
					serving.add(address);
				}
			}
		}
		return new Backends(List.copyOf(ready.isEmpty() ? serving : ready));
	}

	private static int number(JsonNode slice, String name) {
		for (JsonNode port : slice.path("ports")) {
			if (port.path("name").asText("").equals(name)) {
				return port.path("port").asInt();
			}
		}
		return 0;
	}

	/** One of them by chance, as kube-proxy chooses. */
	Optional<InetSocketAddress> choose() {
		return this.addresses.isEmpty() ? Optional.empty()
				: Optional.of(this.addresses.get(ThreadLocalRandom.current().nextInt(this.addresses.size())));
	}

}
