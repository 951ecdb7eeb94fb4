/**
 * The walk through the whole loop on a real service, by public HTTP and git alone. May
 * use cli.
 */
@NullMarked
package dev.slipway.cli.demo;

import org.jspecify.annotations.NullMarked;
