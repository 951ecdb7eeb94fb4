/**
 * Golden templates and their rendering into a tree of files. May use the JDK only.
 */
@NullMarked
package dev.slipway.scaffold;

import org.jspecify.annotations.NullMarked;
