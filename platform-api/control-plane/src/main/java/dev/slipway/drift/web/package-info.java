/** Drift by REST. May use drift, rollout, environments, catalog, access, api. */
@NullMarked
package dev.slipway.drift.web;

import org.jspecify.annotations.NullMarked;
