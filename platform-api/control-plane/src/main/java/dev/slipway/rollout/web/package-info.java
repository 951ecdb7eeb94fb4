/**
 * Releases in the REST API. May use rollout, strategy, repository, catalog, environments,
 * flow, access, api and Spring Web.
 */
@NullMarked
package dev.slipway.rollout.web;

import org.jspecify.annotations.NullMarked;
