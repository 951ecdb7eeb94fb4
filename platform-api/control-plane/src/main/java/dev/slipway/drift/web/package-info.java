/**
 * Drift by REST. May use drift, rollout, strategy, environments, catalog, access, api.
 */
@NullMarked
package dev.slipway.drift.web;

import org.jspecify.annotations.NullMarked;
