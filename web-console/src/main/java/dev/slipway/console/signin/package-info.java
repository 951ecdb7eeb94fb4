/**
 * Signing in by a one-time link, and out. May use access.
 */
@NullMarked
package dev.slipway.console.signin;

import org.jspecify.annotations.NullMarked;
