package dev.slipway.judge;

import java.time.Duration;

/**
 * Whether a step can see what it is to see.
 *
 * @param outcome what follows
 * @param candidate requests, or samples, that the candidate's side needs
 * @param stable that stable's side needs
 * @param duration how long that takes; zero when time does not matter
 * @param requestsPerSecond of both sides together, that would do in the longest time; 0
 * when load does not matter
 * @param sentence one English sentence with the numbers
 */
public record Need(Outcome outcome, long candidate, long stable, Duration duration, double requestsPerSecond,
		String sentence) {

	/** What follows. */
	public enum Outcome {

		/** The step is long enough. */
		ENOUGH,
		/** It has to last {@link Need#duration()}, which it may. */
		LENGTHEN,
		/** It would take too long: {@link Need#requestsPerSecond()} are needed. */
		NEEDS_LOAD,
		/** There are too few pods to compare. */
		NEEDS_PODS,
		/** No step can see it; the sentence says what to change. */
		IMPOSSIBLE

	}

}
