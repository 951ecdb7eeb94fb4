/**
 * What is particular to a kind: names and subresources, defaults, validation, selectable
 * fields, table columns, conversion between its versions. Imports the JDK, Jackson,
 * {@code api.schema} and {@code store}.
 */
@NullMarked
package dev.slipway.cluster.api.kinds;

import org.jspecify.annotations.NullMarked;
