package dev.slipway.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What is believed to hold all the time, besides that the pods that were not hit stay
 * ready.
 *
 * @param checks looked at continuously
 * @param tolerance how long a check may be violated in a row while the fault is on
 */
public record Hypothesis(List<Check> checks, Duration tolerance) {

	/** The service goes on to answer, with at most ten bad seconds in a row. */
	public static final Hypothesis DEFAULT = new Hypothesis(List.of(new Check.HttpAnswer("/", Duration.ofSeconds(5))),
			Duration.ofSeconds(10));

	public Hypothesis {
		checks = List.copyOf(checks);
	}

}
