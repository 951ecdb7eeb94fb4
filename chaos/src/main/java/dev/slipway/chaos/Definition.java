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
 */
public record Definition(String name, String service, String environment, Fault fault, Blast blast, Duration duration,
		Hypothesis hypothesis, @Nullable Schedule schedule) {

	static final Duration LONGEST = Duration.ofHours(1);

	public Definition {
		if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("The duration lies between one second and one hour");
		}
	}

}
