/**
 * The console in a real browser without a screen, against the whole platform. One
 * platform and one browser serve all tests. May use the platform's beans to put in what
 * would take minutes to come about.
 */
@NullMarked
package dev.slipway.browser;

import org.jspecify.annotations.NullMarked;
