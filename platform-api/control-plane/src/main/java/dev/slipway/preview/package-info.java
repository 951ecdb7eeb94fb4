/**
 * Previews: environments that come with a branch and go with it. Each is a namespace of
 * its own, made after a configured environment, in which one service runs as its newest
 * image of that branch. May use rollout, environments, repository, catalog and flow.
 */
@NullMarked
package dev.slipway.preview;

import org.jspecify.annotations.NullMarked;
