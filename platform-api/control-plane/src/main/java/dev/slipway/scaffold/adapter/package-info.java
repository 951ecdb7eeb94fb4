/**
 * Templates from the class path and from folders, Pebble for expressions, JSON Schema for
 * parameters, and the wiring. May use scaffold, Spring and those libraries.
 */
@NullMarked
package dev.slipway.scaffold.adapter;

import org.jspecify.annotations.NullMarked;
