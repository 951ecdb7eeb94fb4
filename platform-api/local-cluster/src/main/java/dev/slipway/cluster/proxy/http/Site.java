package dev.slipway.cluster.proxy.http;

import java.util.Optional;

import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.store.Key;

/** What is served at one port of a Service; asked anew for each request. */
public interface Site {

	/** The Service. */
	Key service();

	/** Its port. */
	int port();

	/** The routes served here; none for a Service that has none. */
	Optional<RouteTable> routes();

}
