/**
 * The four ways to patch: JSON patch, merge patch, strategic merge, server-side apply
 * with its record of who owns which field. Pure functions over trees; imports the JDK,
 * Jackson and {@code api.schema}.
 */
@NullMarked
package dev.slipway.cluster.api.patch;

import org.jspecify.annotations.NullMarked;
