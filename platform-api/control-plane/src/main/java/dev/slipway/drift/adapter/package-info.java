/**
 * Keeps drift in the database and looks for it. May use drift, rollout, environments,
 * timeline and Spring.
 */
@NullMarked
package dev.slipway.drift.adapter;

import org.jspecify.annotations.NullMarked;
