package dev.slipway.cluster.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.proxy.ServiceProxy;
import dev.slipway.cluster.routes.CompiledRoute;
import dev.slipway.cluster.routes.CompiledRoute.Finding;
import dev.slipway.cluster.routes.Hostname;
import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.store.Key;

/** Routes whose parent is a Service (GAMMA): they hold at the Service's own address. */
final class ServiceRoutes {

	private final RouteIndex index;

	private final ServiceProxy proxy;

	private final Compiling compiling;

	private final RouteStatus status;

	ServiceRoutes(RouteIndex index, ServiceProxy proxy, RouteStatus status) {
		this.index = index;
		this.proxy = proxy;
		this.compiling = new Compiling(proxy);
		this.status = status;
	}

	/** Whether a Service has routes. */
	boolean any(Key service) {
		return !this.index.routesOf(service).isEmpty();
	}

	/** Serves the routes of a Service, and says so if wanted. */
	void reconcile(Key service, boolean tell) {
		if (this.proxy.ports(service).isEmpty()) {
			this.proxy.look(service);
		}
		List<ObjectNode> routes = this.index.routesOf(service);
		Map<Key, CompiledRoute> compiled = this.compiling.compile(service, routes);
		Map<Integer, List<RouteTable.Attached>> byPort = new HashMap<>();
		List<RouteStatus.Report> reports = new ArrayList<>();
		for (ObjectNode route : routes) {
			CompiledRoute ready = Objects.requireNonNull(
					compiled.get(Meta.key("httproutes.gateway.networking.k8s.io", route)), "each route is compiled");
			for (ParentRef parent : ParentRef.of(route)) {
				if (parent.parent().equals(service)) {
					attach(ready, parent, byPort);
					reports.add(new RouteStatus.Report(ready, parent, finding(ready, parent)));
				}
			}
		}
		Map<Integer, RouteTable> tables = new HashMap<>();
		byPort.forEach((port, attached) -> tables.put(port, RouteTable.of(attached)));
		this.proxy.route(service, tables);
		this.compiling.serves(service, compiled);
		if (tell) {
			reports.forEach(this.status::write);
		}
	}

	private Set<Integer> ports(ParentRef parent) {
		Set<Integer> all = this.proxy.ports(parent.parent());
		if (parent.port() == 0) {
			return all;
		}
		return all.contains(parent.port()) ? Set.of(parent.port()) : Set.of();
	}

	private void attach(CompiledRoute route, ParentRef parent, Map<Integer, List<RouteTable.Attached>> byPort) {
		if (route.accepted().good() && own(route, parent)) {
			ports(parent).forEach((port) -> byPort.computeIfAbsent(port, (k) -> new ArrayList<>())
				.add(new RouteTable.Attached(route, List.of(Hostname.ANY))));
		}
	}

	private static boolean own(CompiledRoute route, ParentRef parent) {
		return route.key().namespace().equals(parent.parent().namespace());
	}

	private Finding finding(CompiledRoute route, ParentRef parent) {
		if (!route.accepted().good()) {
			return route.accepted();
		}
		if (!own(route, parent)) {
			return new Finding(false, "NotAllowedByListeners",
					"only routes of the Service's own namespace are served: requests do not tell where they come from");
		}
		Set<Integer> ports = ports(parent);
		if (ports.isEmpty()) {
			return new Finding(false, "NoMatchingParent", "there is no such port of a Service with an address");
		}
		return ports.stream().allMatch((port) -> this.proxy.listens(parent.parent(), port)) ? route.accepted()
				: new Finding(false, "Pending", "the proxy does not listen on the Service's address yet");
	}

}
