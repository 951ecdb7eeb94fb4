package dev.slipway.pipeline;

/**
 * A piece of a build's log.
 *
 * @param text whole lines while the build runs
 * @param next the offset to ask for next, in bytes
 * @param complete whether the build has ended and nothing follows
 */
public record LogChunk(String text, long next, boolean complete) {
}
