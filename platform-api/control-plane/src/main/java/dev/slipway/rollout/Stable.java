package dev.slipway.rollout;

/**
 * The release that serves, and how many pods it needs to do so alone.
 *
 * @param number its number
 * @param replicas its pods when the candidate set out
 */
public record Stable(int number, int replicas) {
}
