/**
 * The REST API of the catalog. May use catalog, api and access.
 */
@NullMarked
package dev.slipway.catalog.web;

import org.jspecify.annotations.NullMarked;
