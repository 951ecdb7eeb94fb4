/**
 * The controller of the Gateway API ({@code slipway.dev/local-gateway}): hands the routes
 * of Services and Gateways to the proxy and says in their status what is served. Uses the
 * store, {@code routes}, {@code proxy} and, for addresses, {@code api}.
 */
@NullMarked
package dev.slipway.cluster.gateway;

import org.jspecify.annotations.NullMarked;
