package dev.slipway.strategy;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Who divides the requests, and where they come in.
 *
 * @param router who divides
 * @param gateway the Gateway (HTTPRoute), the gateway (VirtualService) or the Ingress
 * (NGINX) through which they come in, as {@code name} or {@code namespace/name}; null for
 * those that ask the entry Service itself
 * @param hosts the host names that they ask for; empty means any
 */
public record Routing(Router router, @Nullable String gateway, List<String> hosts) {

	public Routing {
		hosts = List.copyOf(hosts);
	}

	/** For those that ask the entry Service itself. */
	public static Routing of(Router router) {
		return new Routing(router, null, List.of());
	}

}
