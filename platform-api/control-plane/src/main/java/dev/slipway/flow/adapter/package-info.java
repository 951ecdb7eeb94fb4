/**
 * The flow engine's store in JDBC, its JSON and its wiring. May use flow, Spring and
 * Jackson 2.
 */
@NullMarked
package dev.slipway.flow.adapter;

import org.jspecify.annotations.NullMarked;
