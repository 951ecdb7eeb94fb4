package dev.slipway.cluster.proxy.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * An answer of the proxy's own.
 *
 * @param why for who reads it
 */
record Refusal(HttpResponseStatus status, String why) {

	static Refusal malformed(String why) {
		return new Refusal(HttpResponseStatus.BAD_REQUEST, why);
	}

	static Refusal unavailable(String why) {
		return new Refusal(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
	}

	static Refusal badGateway(String why) {
		return new Refusal(HttpResponseStatus.BAD_GATEWAY, why);
	}

}
