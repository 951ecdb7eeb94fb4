package dev.slipway.chaos;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What an experiment does.
 *
 * @param name for people
 * @param service the target
 * @param environment where
 * @param fault what is done
 * @param blast to how many pods
 * @param duration how long the fault stays and the hypothesis is watched
 * @param hypothesis what should hold
 * @param schedule when it runs by itself; null when only on request
 * @param candidate the release that alone is hit, when one of its gates asks for that
 */
public record Definition(String name, String service, String environment, Fault fault, Blast blast, Duration duration,
		Hypothesis hypothesis, @Nullable Schedule schedule, @Nullable Candidate candidate) {

	static final Duration LONGEST = Duration.ofHours(1);

	/** Of the whole service. */
	public Definition(String name, String service, String environment, Fault fault, Blast blast, Duration duration,
			Hypothesis hypothesis, @Nullable Schedule schedule) {
		this(name, service, environment, fault, blast, duration, hypothesis, schedule, null);
	}

	public Definition {
		if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("The duration lies between one second and one hour");
		}
	}

	/**
	 * A release that is being tried.
	 *
	 * @param release its number
	 * @param stage where it waits for the experiment
	 */
	public record Candidate(int release, int stage) {
	}

}
