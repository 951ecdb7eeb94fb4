/**
 * Finds the pods of every cluster, follows their logs, and wires the stores. May use
 * fabric8, Spring and the embedded stores.
 */
@NullMarked
package dev.slipway.telemetry.adapter;

import org.jspecify.annotations.NullMarked;
