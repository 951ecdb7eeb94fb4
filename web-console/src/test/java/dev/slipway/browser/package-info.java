/**
 * The console in a real browser, without a screen.
 */
@NullMarked
package dev.slipway.browser;

import org.jspecify.annotations.NullMarked;
