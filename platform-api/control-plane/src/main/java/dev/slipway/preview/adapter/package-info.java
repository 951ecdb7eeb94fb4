/**
 * Previews in the database and on clusters, their settings, and their wiring. May use
 * preview, rollout, environments, repository, flow, database and Spring.
 */
@NullMarked
package dev.slipway.preview.adapter;

import org.jspecify.annotations.NullMarked;
