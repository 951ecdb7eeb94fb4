/**
 * Builds in the REST API. May use pipeline, catalog, repository, access and api.
 */
@NullMarked
package dev.slipway.pipeline.web;

import org.jspecify.annotations.NullMarked;
