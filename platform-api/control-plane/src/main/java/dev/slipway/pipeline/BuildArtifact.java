package dev.slipway.pipeline;

/**
 * A file that a build keeps.
 *
 * @param path relative to the workspace, with slashes
 * @param size in bytes
 */
public record BuildArtifact(String path, long size) {
}
