/**
 * Experiments: break a service on purpose, watch whether it holds, and take every fault
 * back. May use the JDK, flow and access.
 */
@NullMarked
package dev.slipway.chaos;

import org.jspecify.annotations.NullMarked;
