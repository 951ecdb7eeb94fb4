package dev.slipway.notification.adapter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/** The header Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {

	private static final Duration MOST = Duration.ofDays(1);

	private RetryAfter() {
	}

	/** How long that is; null when it says nothing that can be read. */
	static @Nullable Duration read(String text, Instant now) {
		String value = text.strip();
		if (value.matches("\\d{1,9}")) {
			return shorter(Duration.ofSeconds(Long.parseLong(value)));
		}
		try {
			Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return at.isAfter(now) ? shorter(Duration.between(now, at)) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static Duration shorter(Duration asked) {
		return (asked.compareTo(MOST) < 0) ? asked : MOST;
	}

}
