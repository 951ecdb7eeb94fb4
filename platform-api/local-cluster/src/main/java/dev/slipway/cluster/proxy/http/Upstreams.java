package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.util.Optional;

import dev.slipway.cluster.store.Key;

/** Knows the endpoints of Services. */
@FunctionalInterface
public interface Upstreams {

	/** One of the endpoints that take requests now. */
	Optional<InetSocketAddress> choose(Key service, int port);

}
