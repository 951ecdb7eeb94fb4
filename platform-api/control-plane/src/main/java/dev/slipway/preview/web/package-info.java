/**
 * Previews in the REST API. May use preview, rollout, catalog, environments, flow,
 * access, api and Spring Web.
 */
@NullMarked
package dev.slipway.preview.web;

import org.jspecify.annotations.NullMarked;
