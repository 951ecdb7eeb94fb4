package dev.slipway.cluster.routes;

/**
 * Where a copy of requests goes.
 *
 * @param sample which of them are copied
 */
public record Mirror(Target target, WeightedChoice<Boolean> sample) {
}
