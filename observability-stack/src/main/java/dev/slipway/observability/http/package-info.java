/**
 * What adapters of stores that run elsewhere share: an address with its credentials, one
 * bounded request with its troubles in words, and a guard (bulkhead and circuit breaker)
 * before it. May use the observability root, Jackson and Resilience4j.
 */
@NullMarked
package dev.slipway.observability.http;

import org.jspecify.annotations.NullMarked;
