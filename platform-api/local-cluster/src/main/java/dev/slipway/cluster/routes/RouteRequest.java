package dev.slipway.cluster.routes;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What routes look at in a request.
 *
 * @param path the target up to the question mark, as sent
 * @param query what stands behind the question mark, as sent; empty for none
 * @param host the host asked for in lower case, without a port; empty if not told
 * @param header gives the value of a header by its name, whatever its case
 */
public record RouteRequest(String method, String path, String query, String host,
		UnaryOperator<@Nullable String> header) {
}
