/**
 * The whole platform, started once for all tests that look at it from outside. May use
 * every feature's beans.
 */
@NullMarked
package dev.slipway.test;

import org.jspecify.annotations.NullMarked;
