package dev.slipway.observability.logs.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the index lies and how much of it is kept.
 *
 * @param directory the folder; made when missing
 * @param maxBytes the most that it may take; the oldest go first
 * @param maxAge how long records are kept
 * @param commitInterval how often what was written is made durable
 * @param minFree so much of the disk is left to others: below it the oldest go
 */
public record LuceneLogOptions(Path directory, long maxBytes, Duration maxAge, Duration commitInterval, long minFree) {

	/** Leaves nothing to others. */
	public LuceneLogOptions(Path directory, long maxBytes, Duration maxAge, Duration commitInterval) {
		this(directory, maxBytes, maxAge, commitInterval, 0);
	}

	/** Two gigabytes, a week, committed every two seconds. */
	public static LuceneLogOptions in(Path directory) {
		return new LuceneLogOptions(directory, 2L << 30, Duration.ofDays(7), Duration.ofSeconds(2));
	}

	/** An index is closed and a new one begun at this size, so that the oldest can go. */
	long sliceBytes() {
		return Math.max(1, this.maxBytes / 10);
	}

	Duration sliceAge() {
		return this.maxAge.dividedBy(7);
	}

}
