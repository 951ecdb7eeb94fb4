/**
 * The platform's start and what can go wrong with it. May start platforms.
 */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
