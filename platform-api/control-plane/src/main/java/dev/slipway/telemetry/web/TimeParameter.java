package dev.slipway.telemetry.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.api.Problem;
import org.jspecify.annotations.Nullable;

/** Times and durations in queries. */
final class TimeParameter {

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

	private TimeParameter() {
	}

	/**
	 * {@code 2026-11-21T04:00:00Z}, epoch milliseconds, {@code now}, {@code now-15m}, or
	 * {@code 15m} for that long ago.
	 */
	static @Nullable Instant instant(String field, @Nullable String text, Instant now) {
		if (text == null || text.isBlank()) {
			return null;
		}
		try {
			if (text.equals("now")) {
				return now;
			}
			if (text.startsWith("now-")) {
				return now.minus(simple(text.substring(4)));
			}
			if (text.matches("\\d{10,16}")) {
				return Instant.ofEpochMilli(Long.parseLong(text));
			}
			if (DURATION.matcher(text).matches()) {
				return now.minus(simple(text));
			}
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw Problem.invalid(field, "'" + text + "' is not a time")
				.remedy("Write it like 2026-11-21T04:00:00Z, now-15m, or in milliseconds since 1970");
		}
	}

	/** {@code 30s}, {@code 15m}, {@code 1h} or {@code PT15M}. */
	static @Nullable Duration duration(String field, @Nullable String text) {
		if (text == null || text.isBlank()) {
			return null;
		}
		try {
			Duration duration = text.startsWith("P") ? Duration.parse(text) : simple(text);
			if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(31)) > 0) {
				throw new DateTimeException("out of range");
			}
			return duration;
		}
		catch (DateTimeException ex) {
			throw Problem.invalid(field, "'" + text + "' is not a duration between 1ms and 31d")
				.remedy("Write it like 30s, 15m or 1h");
		}
	}

	private static Duration simple(String text) {
		Matcher matcher = DURATION.matcher(text);
		if (!matcher.matches()) {
			throw new DateTimeException(text);
		}
		long count = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2)) {
			case "ms" -> Duration.ofMillis(count);
			case "s" -> Duration.ofSeconds(count);
			case "m" -> Duration.ofMinutes(count);
			case "h" -> Duration.ofHours(count);
			default -> Duration.ofDays(count);
		};
	}

}
