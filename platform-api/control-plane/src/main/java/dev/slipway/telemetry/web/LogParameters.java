package dev.slipway.telemetry.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.observability.logs.LogFilter;
import dev.slipway.observability.logs.LogQuery;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of the logs.
 *
 * @param query query-string syntax
 * @param environment one environment
 * @param release one release
 * @param pod one pod
 * @param level levels, separated by commas
 * @param from the earliest time
 * @param to the latest time
 * @param limit records on a page
 * @param cursor where the page before ended
 * @param histogram whether counts over time are wanted
 */
record LogParameters(@Nullable String query, @Nullable String environment, @Nullable String release,
		@Nullable String pod, @Nullable String level, @Nullable String from, @Nullable String to,
		@Nullable Integer limit, @Nullable String cursor, @Nullable Boolean histogram) {

	private static final int DEFAULT_LIMIT = 100;

	private static final int BUCKETS = 60;

	private static final long[] INTERVALS = { 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000,
			120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000 };

	LogQuery query(String service, Instant now) {
		LogFilter filter = new LogFilter(service, this.environment, this.release, this.pod, levels());
		String page = (this.cursor != null && !this.cursor.isBlank()) ? this.cursor : null;
		return new LogQuery((this.query != null) ? this.query : "", filter,
				TimeParameter.instant("from", this.from, now), TimeParameter.instant("to", this.to, now),
				(this.limit != null) ? this.limit : DEFAULT_LIMIT, page);
	}

	boolean wantsHistogram() {
		return Boolean.TRUE.equals(this.histogram);
	}

	/**
	 * With both ends of time, as counting over time needs them: the last hour if not
	 * said.
	 */
	LogQuery bounded(LogQuery query, Instant now) {
		Instant end = (query.to() != null) ? query.to() : now.plusMillis(1);
		Instant start = (query.from() != null) ? query.from() : end.minus(Duration.ofHours(1));
		return query.between(start.isBefore(end) ? start : end.minusMillis(1), end);
	}

	/** The least round interval that makes at most sixty buckets. */
	static Duration interval(LogQuery bounded) {
		Instant from = bounded.from();
		Instant to = bounded.to();
		long span = (from != null && to != null) ? Duration.between(from, to).toMillis() : 0;
		for (long interval : INTERVALS) {
			if (span / interval < BUCKETS) {
				return Duration.ofMillis(interval);
			}
		}
		return Duration.ofDays(Math.max(1, span / BUCKETS / 86_400_000 + 1));
	}

	private Set<String> levels() {
		return (this.level == null) ? Set.of()
				: Arrays.stream(this.level.split(","))
					.map(String::strip)
					.filter((name) -> !name.isEmpty())
					.collect(Collectors.toSet());
	}

}
