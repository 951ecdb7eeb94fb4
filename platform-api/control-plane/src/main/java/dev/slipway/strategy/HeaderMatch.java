package dev.slipway.strategy;

/**
 * Requests that carry a header with exactly that value.
 *
 * @param name of the header
 * @param value its value
 */
public record HeaderMatch(String name, String value) {
}
