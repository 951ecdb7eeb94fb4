package dev.slipway.cluster.proxy;

import java.util.Map;
import java.util.Optional;

import dev.slipway.cluster.proxy.http.Site;
import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.store.Key;

/**
 * What is behind one port of a Service at this moment.
 *
 * @param tables routes by Service and port
 */
record Routed(Key service, int port, EndpointDirectory directory,
		Map<Key, Map<Integer, RouteTable>> tables) implements Site {

	@Override
	public Optional<RouteTable> routes() {
		return Optional.ofNullable(this.tables.getOrDefault(this.service, Map.of()).get(this.port));
	}

	boolean speaksHttp() {
		return this.directory.speaksHttp(this.service, this.port) || routes().isPresent();
	}

	Backends backends() {
		return this.directory.at(this.service, this.port);
	}

}
