package dev.slipway.flow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/** The header Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
public final class RetryAfter {

	private static final Duration MOST = Duration.ofDays(1);

	private RetryAfter() {
	}

	/** How long that is, a day at most; null when it says nothing that can be read. */
	public static @Nullable Duration read(String text, Instant now) {
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

	/**
	 * What an exception says, or one that caused it, when it was asked for a pause: such
	 * as an API server that is busy.
	 */
	public interface Asked {

		/** For how long. */
		Duration retryAfter();

		/** The pause that was asked for; zero when none was. */
		static Duration of(Throwable failure) {
			for (Throwable one = failure; one != null; one = one.getCause()) {
				if (one instanceof Asked asked) {
					return asked.retryAfter();
				}
			}
			return Duration.ZERO;
		}

	}

}
