/**
 * Who acts: people and tokens, their roles and teams; and the vault for secrets that have
 * to be kept. May use the JDK only.
 */
@NullMarked
package dev.slipway.access;

import org.jspecify.annotations.NullMarked;
