package dev.slipway.flow;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A flow as its store holds it: the state is text, and the driver's own columns show.
 *
 * @param key names it
 * @param text the state as text
 * @param version rises by one with each saved state
 * @param epoch the fence
 * @param desire what a user last asked for
 * @param desiredBy who asked
 * @param desireVersion counts the desires
 * @param wakeSeq counts the wake-ups; a driver only lets a flow sleep when it still is
 * what it loaded
 * @param dueAt when it is looked at next at the latest; null when never
 * @param ended whether the state is terminal
 * @param failures how many ticks failed in a row
 * @param failure what the last one said
 * @param startedAt when it was started
 * @param updatedAt when its state last changed
 */
public record StoredFlow(FlowKey key, String text, long version, long epoch, @Nullable String desire,
		@Nullable String desiredBy, long desireVersion, long wakeSeq, @Nullable Instant dueAt, boolean ended,
		int failures, @Nullable String failure, Instant startedAt, Instant updatedAt) {

	/** The view that a kind gets. */
	public <S> FlowView<S> view(S state) {
		FlowView.Trouble trouble = (this.failure == null || this.dueAt == null) ? null
				: new FlowView.Trouble(this.failures, this.failure, this.dueAt);
		return new FlowView<>(this.key.id(), state, this.version, this.epoch, this.desire, this.desiredBy,
				this.desireVersion, this.startedAt, this.updatedAt, this.ended, trouble);
	}

}
