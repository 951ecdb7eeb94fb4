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
 * @param desireVersion rises by one with each desire, 0 when there was none; a state that
 * must obey a desire only once, such as a retry, keeps the version it has obeyed
 * @param startedAt when the flow was started
 * @param updatedAt when its state last changed
 * @param ended whether the state is terminal
 * @param trouble why the last tick failed and when it is tried again; null when it did
 * not
 */
public record FlowView<S>(String id, S state, long version, long epoch, @Nullable String desire,
		@Nullable String desiredBy, long desireVersion, Instant startedAt, Instant updatedAt, boolean ended,
		@Nullable Trouble trouble) {

	/**
	 * A tick that failed: the state is as it was, and the driver backs off.
	 *
	 * @param failures how many ticks failed in a row
	 * @param message what the last one said
	 * @param retryAt when it is tried again at the latest
	 */
	public record Trouble(int failures, String message, Instant retryAt) {
	}

}
