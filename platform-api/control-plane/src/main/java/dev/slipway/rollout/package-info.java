/**
 * Releases: immutable, numbered, driven by one engine from a schedule of replicas and
 * gates. May use flow, strategy, environments, repository, timeline.
 */
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
