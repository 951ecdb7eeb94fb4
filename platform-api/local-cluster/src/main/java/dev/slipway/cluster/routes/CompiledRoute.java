package dev.slipway.cluster.routes;

import java.time.Instant;
import java.util.List;

import dev.slipway.cluster.store.Key;

/**
 * An HTTPRoute of one generation, ready to be served.
 *
 * @param generation of the object it was made from
 * @param hosts empty for any
 * @param accepted whether all of it can be served; if not, none of it is
 * @param resolved whether all backends are there
 */
public record CompiledRoute(Key key, String uid, Instant created, long generation, List<Hostname> hosts,
		List<RouteRule> rules, Finding accepted, Finding resolved) {

	/**
	 * What a condition says.
	 *
	 * @param reason one of the Gateway API's
	 */
	public record Finding(boolean good, String reason, String message) {
	}

}
