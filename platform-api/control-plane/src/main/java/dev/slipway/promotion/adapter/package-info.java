/**
 * Freezes and promotions in the database, their settings, and their wiring. May use
 * promotion, rollout, environments, repository, catalog, flow, database, api and Spring.
 */
@NullMarked
package dev.slipway.promotion.adapter;

import org.jspecify.annotations.NullMarked;
