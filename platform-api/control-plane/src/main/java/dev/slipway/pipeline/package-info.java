/**
 * Pipelines and their builds: the port {@link dev.slipway.pipeline.BuildServer} and what
 * is known of each build. May use catalog, repository, timeline.
 */
@NullMarked
package dev.slipway.pipeline;

import org.jspecify.annotations.NullMarked;
