/**
 * What gates reach outside the platform: spans of the trace store, addresses in the
 * cluster, HTTP and webhooks; and the wiring. May use the domain, fabric8, Jackson and
 * Spring.
 */
@NullMarked
package dev.slipway.analysis.adapter;

import org.jspecify.annotations.NullMarked;
