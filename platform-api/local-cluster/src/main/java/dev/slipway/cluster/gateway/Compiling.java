package dev.slipway.cluster.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.proxy.ServiceProxy;
import dev.slipway.cluster.routes.CompiledRoute;
import dev.slipway.cluster.routes.RouteCompiler;
import dev.slipway.cluster.routes.Target;
import dev.slipway.cluster.routes.WeightedChoice;
import dev.slipway.cluster.store.Key;

/** Compiles the routes of a parent, and remembers what was served there before. */
final class Compiling {

	private final ServiceProxy proxy;

	private final Map<Key, Map<Key, CompiledRoute>> served = new ConcurrentHashMap<>();

	Compiling(ServiceProxy proxy) {
		this.proxy = proxy;
	}

	/**
	 * Compiles the routes of a parent. A backend that gets its first requests by them is
	 * looked at now, as its endpoints would else be known only after a while: first the
	 * endpoints, then the route, as the data planes of gateways do it.
	 * @return by route
	 */
	Map<Key, CompiledRoute> compile(Key parent, List<ObjectNode> routes) {
		Map<Key, CompiledRoute> before = this.served.getOrDefault(parent, Map.of());
		Map<Key, CompiledRoute> now = new HashMap<>();
		for (ObjectNode route : routes) {
			Key key = Meta.key("httproutes.gateway.networking.k8s.io", route);
			now.put(key, RouteCompiler.compile(route, this::knows, before.get(key)));
		}
		Set<Key> fresh = weighted(now);
		fresh.removeAll(weighted(before));
		fresh.forEach(this.proxy::look);
		return now;
	}

	/** These are served from now on. */
	void serves(Key parent, Map<Key, CompiledRoute> routes) {
		if (routes.isEmpty()) {
			this.served.remove(parent);
		}
		else {
			this.served.put(parent, routes);
		}
	}

	private boolean knows(Key service, int port) {
		if (!this.proxy.knows(service, port)) {
			this.proxy.look(service);
		}
		return this.proxy.knows(service, port);
	}

	private static Set<Key> weighted(Map<Key, CompiledRoute> routes) {
		Set<Key> services = new HashSet<>();
		routes.values().forEach((route) -> route.rules().forEach((rule) -> {
			for (WeightedChoice.Weighted<Target> backend : rule.backends().items()) {
				if (backend.weight() > 0) {
					services.add(backend.item().service());
				}
			}
		}));
		return services;
	}

}
