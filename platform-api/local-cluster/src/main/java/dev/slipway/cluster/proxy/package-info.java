/**
 * The service proxy: listens on every Service's cluster address and hands each connection
 * to one of its ready endpoints, as kube-proxy does. Uses the store and Netty.
 */
@NullMarked
package dev.slipway.cluster.proxy;

import org.jspecify.annotations.NullMarked;
