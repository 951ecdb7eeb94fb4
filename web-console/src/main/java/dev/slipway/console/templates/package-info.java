/**
 * The golden templates.
 */
@NullMarked
package dev.slipway.console.templates;

import org.jspecify.annotations.NullMarked;
