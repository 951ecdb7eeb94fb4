/**
 * HTTPRoutes as values: which rule a request matches, by the precedence of the Gateway
 * API, and which backend its turn falls to. No I/O. Uses Jackson and the store's keys.
 */
@NullMarked
package dev.slipway.cluster.routes;

import org.jspecify.annotations.NullMarked;
