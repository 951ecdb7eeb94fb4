package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A span of a release.
 *
 * @param trace the trace's id
 * @param name such as {@code http get /orders}
 * @param serves whether it is the answer to a request from outside the service
 * @param dependency the service that it calls; null when it calls none
 * @param failed whether it ended in an error
 * @param start when it began
 * @param duration how long it took
 */
public record SpanSeen(String trace, String name, boolean serves, @Nullable String dependency, boolean failed,
		Instant start, Duration duration) {

	double millis() {
		return this.duration.toNanos() / 1e6;
	}

}
