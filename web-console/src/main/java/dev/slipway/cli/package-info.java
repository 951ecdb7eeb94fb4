/**
 * The commands behind the launcher. They run in a JVM of their own and know the platform
 * by its public HTTP only; may use the JDK and Jackson.
 */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
