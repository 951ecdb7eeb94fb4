package dev.slipway.cluster.proxy;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.proxy.http.Upstreams;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.Term;

/**
 * What the proxy knows of Services: their ports and the endpoints behind each. It learns
 * only when it is told to look, which is late for most changes.
 */
final class EndpointDirectory implements Upstreams {

	static final String SERVICE_NAME = "kubernetes.io/service-name";

	static final String SLICES = "endpointslices.discovery.k8s.io";

	private final ObjectStore store;

	private final Map<Key, Known> known = new ConcurrentHashMap<>();

	EndpointDirectory(ObjectStore store) {
		this.store = store;
	}

	/** What is known of a Service. */
	private record Known(Map<Integer, Backends> ports, Set<Integer> http) {

		private Set<InetSocketAddress> addresses() {
			Set<InetSocketAddress> all = new HashSet<>();
			this.ports.values().forEach((backends) -> all.addAll(backends.addresses()));
			return all;
		}

	}

	/**
	 * What a look has shown.
	 *
	 * @param ports whether the Service came, went or has other ports
	 * @param there whether it is there
	 * @param gone endpoints it had before and has no more
	 */
	record Change(boolean ports, boolean there, Collection<InetSocketAddress> gone) {
	}

	/** Looks at a Service and its endpoints now. */
	synchronized Change look(Key key) {
		ObjectNode service = this.store.shared(key);
		Known fresh = (service != null) ? read(key, service) : null;
		Known before = (fresh != null) ? this.known.put(key, fresh) : this.known.remove(key);
		Set<InetSocketAddress> gone = (before != null) ? before.addresses() : new HashSet<>();
		if (fresh != null) {
			gone.removeAll(fresh.addresses());
		}
		boolean ports = (before == null) ? fresh != null
				: fresh == null || !before.ports().keySet().equals(fresh.ports().keySet());
		return new Change(ports, fresh != null, gone);
	}

	private Known read(Key key, JsonNode service) {
		List<ObjectNode> slices = this.store
			.list(SLICES, key.namespace(), List.of(Term.label(SERVICE_NAME, key.name())))
			.items();
		Map<Integer, Backends> ports = new HashMap<>();
		Set<Integer> http = new HashSet<>();
		boolean elsewhere = service.path("spec").path("type").asText().equals("ExternalName");
		for (JsonNode port : service.path("spec").path("ports")) {
			if (!elsewhere && port.path("protocol").asText("TCP").equals("TCP")) {
				ports.put(port.path("port").asInt(), Backends.of(slices, port.path("name").asText("")));
				if (port.path("appProtocol").asText("").equals("http")) {
					http.add(port.path("port").asInt());
				}
			}
		}
		return new Known(Map.copyOf(ports), Set.copyOf(http));
	}

	/** The endpoints of a port; none for one that is not known. */
	Backends at(Key service, int port) {
		Known found = this.known.get(service);
		return (found != null) ? found.ports().getOrDefault(port, Backends.NONE) : Backends.NONE;
	}

	/** Whether there is such a port. */
	boolean has(Key service, int port) {
		Known found = this.known.get(service);
		return found != null && found.ports().containsKey(port);
	}

	/** The ports of a Service. */
	Set<Integer> ports(Key service) {
		Known found = this.known.get(service);
		return (found != null) ? found.ports().keySet() : Set.of();
	}

	/** Whether the Service says that a port speaks HTTP/1.1. */
	boolean speaksHttp(Key service, int port) {
		Known found = this.known.get(service);
		return found != null && found.http().contains(port);
	}

	@Override
	public Optional<InetSocketAddress> choose(Key service, int port) {
		return at(service, port).choose();
	}

}
