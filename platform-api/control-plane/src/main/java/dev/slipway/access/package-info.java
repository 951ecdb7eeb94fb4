/**
 * Who acts: people and tokens, their roles and teams. May use the JDK only.
 */
@NullMarked
package dev.slipway.access;

import org.jspecify.annotations.NullMarked;
