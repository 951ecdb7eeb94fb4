package dev.slipway.observability.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How many records match in each interval. Intervals without records are there with zero:
 * the store knows that it has none.
 *
 * @param interval the width of a bucket
 * @param buckets in order of time, without gaps
 */
public record LogHistogram(Duration interval, List<Bucket> buckets) {

	public LogHistogram {
		buckets = List.copyOf(buckets);
	}

	/**
	 * One interval.
	 *
	 * @param start its start
	 * @param count records in it
	 * @param errors those of level error or fatal
	 */
	public record Bucket(Instant start, long count, long errors) {
	}

}
