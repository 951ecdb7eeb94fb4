package dev.slipway.flow;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A flow as loaded in one tick.
 *
 * @param <S> the flow's sealed state
 * @param id the natural key within its kind, such as {@code orders/dev/3}
 * @param state the saved state
 * @param version rises by one with each saved state
 * @param epoch rises with every take-over by another driver, abort and terminal state;
 * cluster objects carry it, and a write that finds a higher one there gives up
 * @param desire what a user last asked for, such as {@code abort}; null when nothing was
 * @param desiredBy the user who asked
 * @param startedAt when the flow was started
 * @param updatedAt when its state last changed
 * @param ended whether the state is terminal
 */
public record FlowView<S>(String id, S state, long version, long epoch, @Nullable String desire,
		@Nullable String desiredBy, Instant startedAt, Instant updatedAt, boolean ended) {
}
