package dev.slipway.cluster.routes;

import dev.slipway.cluster.store.Key;

/**
 * Where requests are sent.
 *
 * @param service the Service
 * @param port its port
 * @param known whether there is such a port to send to; else the share of this target is
 * answered with 500, as the Gateway API wants
 * @param edits changes to requests and answers that go this way
 */
public record Target(Key service, int port, boolean known, Edits edits) {

	/** A Service's own endpoints. */
	public static Target of(Key service, int port) {
		return new Target(service, port, true, Edits.NONE);
	}

}
