/**
 * Freezes and promotions in the REST API. May use promotion, rollout, repository,
 * catalog, environments, flow, access, api and Spring Web.
 */
@NullMarked
package dev.slipway.promotion.web;

import org.jspecify.annotations.NullMarked;
