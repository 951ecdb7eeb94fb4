package dev.slipway.flow;

import java.time.Instant;

/**
 * One line of a flow's history.
 *
 * @param sequence counts from 1
 * @param at when it was saved
 * @param state the simple name of the state's record, such as {@code Draining}
 * @param reason why the flow went there
 * @param detail the whole state as JSON
 */
public record Transition(long sequence, Instant at, String state, String reason, String detail) {
}
