/** Starts the platform. */
@NullMarked
package dev.slipway;

import org.jspecify.annotations.NullMarked;
