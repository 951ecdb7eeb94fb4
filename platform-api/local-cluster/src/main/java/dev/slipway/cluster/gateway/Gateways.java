package dev.slipway.cluster.gateway;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.proxy.ServiceProxy;
import dev.slipway.cluster.routes.CompiledRoute;
import dev.slipway.cluster.routes.CompiledRoute.Finding;
import dev.slipway.cluster.routes.Hostname;
import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;

/** Routes whose parent is a Gateway: they hold at the address that the Gateway gets. */
final class Gateways {

	private final ObjectStore store;

	private final RouteIndex index;

	private final ServiceProxy proxy;

	private final Compiling compiling;

	private final RouteStatus routeStatus;

	private final GatewayStatus status;

	private final GatewayServices services;

	/** The Services of Gateways that are served. */
	private final Map<Key, Key> served = new ConcurrentHashMap<>();

	Gateways(ObjectStore store, Clock clock, RouteIndex index, ServiceProxy proxy, RouteStatus routeStatus,
			dev.slipway.cluster.api.Objects objects) {
		this.store = store;
		this.index = index;
		this.proxy = proxy;
		this.compiling = new Compiling(proxy);
		this.routeStatus = routeStatus;
		this.status = new GatewayStatus(store, clock);
		this.services = new GatewayServices(store, objects);
	}

	/** The Gateway whose address a Service is. */
	Optional<Key> owner(Key service) {
		return this.served.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(service))
			.map(Map.Entry::getKey)
			.findFirst();
	}

	/** What is attached where. */
	private static final class Attachments {

		private final Map<Integer, List<RouteTable.Attached>> byPort = new HashMap<>();

		private final Map<String, Integer> byListener = new HashMap<>();

	}

	/** Serves the routes of a Gateway, and says so if wanted. */
	void reconcile(Key key, boolean tell) {
		ObjectNode gateway = this.store.shared(key);
		if (gateway == null || Meta.deleting(gateway) || !ours(gateway)) {
			Key service = this.served.remove(key);
			if (service != null) {
				this.proxy.route(service, Map.of());
			}
			this.compiling.serves(key, Map.of());
			return;
		}
		List<Listener> listeners = Listener.of(gateway);
		Key service = GatewayServices.key(gateway);
		this.served.put(key, service);
		String problem = tell ? this.services.make(gateway, listeners) : "";
		List<ObjectNode> routes = this.index.routesOf(key);
		Map<Key, CompiledRoute> compiled = this.compiling.compile(key, routes);
		Attachments attachments = new Attachments();
		List<RouteStatus.Report> reports = new ArrayList<>();
		for (ObjectNode route : routes) {
			CompiledRoute ready = Objects.requireNonNull(compiled.get(Meta.key(GatewayController.ROUTES, route)),
					"each route is compiled");
			for (ParentRef parent : ParentRef.of(route)) {
				if (parent.parent().equals(key)) {
					Finding finding = attach(ready, parent, listeners, attachments);
					reports.add(new RouteStatus.Report(ready, parent, pending(finding, service, listeners, parent)));
				}
			}
		}
		if (problem.isEmpty()) {
			this.proxy.route(service, tables(listeners, attachments));
		}
		this.compiling.serves(key, compiled);
		if (tell) {
			this.status.write(key, listeners, attachments.byListener, new GatewayStatus.Place(problem,
					this.services.address(service), (port) -> this.proxy.listens(service, port)));
			reports.forEach(this.routeStatus::write);
		}
	}

	private boolean ours(JsonNode gateway) {
		ObjectNode gatewayClass = this.store
			.shared(Key.of(GatewayController.CLASSES, gateway.path("spec").path("gatewayClassName").asText()));
		return gatewayClass != null
				&& gatewayClass.path("spec").path("controllerName").asText().equals(GatewayController.NAME);
	}

	/** A port without routes has an empty table: it answers 404. */
	private static Map<Integer, RouteTable> tables(List<Listener> listeners, Attachments attachments) {
		Map<Integer, RouteTable> tables = new HashMap<>();
		listeners.stream()
			.filter(Listener::served)
			.forEach((listener) -> tables.put(listener.port(),
					RouteTable.of(attachments.byPort.getOrDefault(listener.port(), List.of()))));
		return tables;
	}

	private Finding attach(CompiledRoute route, ParentRef parent, List<Listener> listeners, Attachments attachments) {
		if (!route.accepted().good()) {
			return route.accepted();
		}
		JsonNode labels = namespaceLabels(route.key().namespace());
		Finding finding = new Finding(false, "NoMatchingParent", "the Gateway has no such listener for HTTP");
		for (Listener listener : listeners) {
			if (!listener.served() || !listener.named(parent)) {
				continue;
			}
			if (!listener.allows(route.key().namespace(), parent.parent().namespace(), labels)) {
				finding = finding.good() ? finding : new Finding(false, "NotAllowedByListeners",
						"no listener allows routes of this namespace and kind");
				continue;
			}
			List<Hostname> hosts = listener.meet(route.hosts());
			if (hosts.isEmpty()) {
				finding = finding.good() ? finding : new Finding(false, "NoMatchingListenerHostname",
						"no listener has a hostname in common with the route");
				continue;
			}
			finding = route.accepted();
			attachments.byListener.merge(listener.name(), 1, Integer::sum);
			attachments.byPort.computeIfAbsent(listener.port(), (k) -> new ArrayList<>())
				.add(new RouteTable.Attached(route, hosts));
		}
		return finding;
	}

	private Finding pending(Finding finding, Key service, List<Listener> listeners, ParentRef parent) {
		boolean open = listeners.stream()
			.filter((listener) -> listener.served() && listener.named(parent))
			.allMatch((listener) -> this.proxy.listens(service, listener.port()));
		return (!finding.good() || open) ? finding
				: new Finding(false, "Pending", "the proxy does not listen on the Gateway's address yet");
	}

	private JsonNode namespaceLabels(String namespace) {
		ObjectNode object = this.store.shared(Key.of("namespaces", namespace));
		return (object != null) ? Meta.labels(object) : MissingNode.getInstance();
	}

}
