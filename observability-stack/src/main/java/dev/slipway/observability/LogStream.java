package dev.slipway.observability;

/**
 * One run of one container, whose lines come in order.
 *
 * @param id unique over all time, such as {@code <pod uid>/app/0}
 * @param origin whose
 */
public record LogStream(String id, Origin origin) {
}
