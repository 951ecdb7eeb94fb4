package dev.slipway.flow;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a flow decided in one tick: the state to save, the actions to carry out after the
 * save, when to look again at the latest, and why.
 *
 * @param <S> the flow's sealed state
 * @param <A> the flow's sealed action
 * @param state the new state, equal to the old one when nothing changed
 * @param actions absolute, idempotent actions, done in order after the save
 * @param wakeAfter look again after this time even if no event comes (a changed state is
 * always looked at again at once); null exactly when the state is terminal
 * @param reason a sentence for the history; null exactly when the state is unchanged
 */
public record Step<S, A>(S state, List<A> actions, @Nullable Duration wakeAfter, @Nullable String reason) {

	public Step {
		actions = List.copyOf(actions);
	}

	/** Stays in the state, re-emits its actions and looks again later. */
	public static <S, A> Step<S, A> stay(S state, Duration wakeAfter, List<A> actions) {
		return new Step<>(state, actions, wakeAfter, null);
	}

	/** Moves to a state; the driver ticks again at once after the actions. */
	public static <S, A> Step<S, A> move(S state, String reason, List<A> actions) {
		return new Step<>(state, actions, Duration.ZERO, reason);
	}

	/**
	 * Ends the flow in a terminal state: nothing wakes it any more but a new desire. When
	 * the driver dies before the actions are done, {@code next} is asked again with the
	 * terminal state, which re-emits them by {@link #ended}.
	 */
	public static <S, A> Step<S, A> end(S state, String reason, List<A> actions) {
		return new Step<>(state, actions, null, reason);
	}

	/** What a terminal state answers when it is asked again: its last actions, if any. */
	public static <S, A> Step<S, A> ended(S state, List<A> actions) {
		return new Step<>(state, actions, null, null);
	}

}
