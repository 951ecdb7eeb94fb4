/**
 * The engine for long-running work: a pure decision a tick, one driver, save before act.
 * May use the JDK only.
 */
@NullMarked
package dev.slipway.flow;

import org.jspecify.annotations.NullMarked;
