package dev.slipway.observability.metrics;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which series there are: those of a metric, or of all, whose labels meet every condition
 * and that have a sample in a time.
 *
 * @param metric the metric's name; null for all
 * @param matchers conditions on labels
 * @param from the earliest time, inclusive
 * @param to the latest time, inclusive
 * @param limit the most entries of an answer
 */
public record SeriesQuery(@Nullable String metric, List<LabelMatcher> matchers, Instant from, Instant to, int limit) {

	/** The most entries that one answer may have. */
	public static final int MOST = 10_000;

	public SeriesQuery {
		matchers = List.copyOf(matchers);
		limit = Math.max(1, Math.min(limit, MOST));
		if (from.isAfter(to)) {
			throw new BadMetricQuery("from must not be after to");
		}
	}

}
