/**
 * HTTP/1.1 between clients of a Service with a route and the pods behind it: request by
 * request, streaming both ways. Everything of one client runs on its connection's event
 * loop. Uses Netty and {@code routes}.
 */
@NullMarked
package dev.slipway.cluster.proxy.http;

import org.jspecify.annotations.NullMarked;
