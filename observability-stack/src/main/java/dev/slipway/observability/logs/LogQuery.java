package dev.slipway.observability.logs;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A question to the logs.
 *
 * @param text query-string syntax; empty matches everything. Terms are joined by AND
 * @param filter exact filters
 * @param from the earliest timestamp, inclusive; null for no bound
 * @param to the latest timestamp, exclusive; null for no bound
 * @param limit the most hits on a page
 * @param cursor where the page before ended; null for the first page
 */
public record LogQuery(String text, LogFilter filter, @Nullable Instant from, @Nullable Instant to, int limit,
		@Nullable String cursor) {

	/** The most hits that one page may have. */
	public static final int MAX_LIMIT = 1000;

	public LogQuery {
		limit = Math.max(1, Math.min(limit, MAX_LIMIT));
	}

	/** The newest 100 that match. */
	public static LogQuery text(String text) {
		return new LogQuery(text, LogFilter.ANY, null, null, 100, null);
	}

	public LogQuery between(@Nullable Instant start, @Nullable Instant end) {
		return new LogQuery(this.text, this.filter, start, end, this.limit, this.cursor);
	}

	public LogQuery filter(LogFilter changed) {
		return new LogQuery(this.text, changed, this.from, this.to, this.limit, this.cursor);
	}

	public LogQuery page(int size, @Nullable String after) {
		return new LogQuery(this.text, this.filter, this.from, this.to, size, after);
	}

}
