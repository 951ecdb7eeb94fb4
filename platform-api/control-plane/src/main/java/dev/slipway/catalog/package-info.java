/**
 * The services that exist, who owns them and where they live. May use access.
 */
@NullMarked
package dev.slipway.catalog;

import org.jspecify.annotations.NullMarked;
