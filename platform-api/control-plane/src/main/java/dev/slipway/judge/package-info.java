/**
 * Judges a candidate against the stable release: counts, samples, new kinds of errors in
 * logs, guard rails, and how much traffic all that takes. Pure functions of values: no
 * I/O, no clock, no state, and every number it says can be computed again. May use the
 * JDK and Commons Statistics.
 */
@NullMarked
package dev.slipway.judge;

import org.jspecify.annotations.NullMarked;
