package dev.slipway.observability.logs.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates in queries: ISO dates and times, whole or in part, epoch milliseconds, and
 * {@code now-15m}, {@code now-1d/d}. A date in part as an upper bound means its end:
 * {@code [2026-11-20 TO 2026-11-21]} holds the whole of the 21st.
 */
final class LogDates {

	private static final Pattern NOW = Pattern.compile("now((?:[+-]\\d{1,9}[smhdwMy])*)(?:/([smhdwMy]))?");

	private static final Pattern STEP = Pattern.compile("([+-]\\d+)([smhdwMy])");

	private LogDates() {
	}

	/**
	 * The time as epoch milliseconds.
	 * @param end whether the end of what is named is meant
	 */
	static long millis(String text, Instant now, boolean end) {
		Matcher matcher = NOW.matcher(text);
		return (matcher.matches() ? relative(matcher, now, end) : absolute(text, end)).toEpochMilli();
	}

	private static Instant relative(Matcher parts, Instant now, boolean end) {
		ZonedDateTime time = now.atZone(ZoneOffset.UTC);
		Matcher step = STEP.matcher(parts.group(1));
		while (step.find()) {
			time = time.plus(Long.parseLong(step.group(1)), unit(step.group(2)));
		}
		String round = parts.group(2);
		if (round == null) {
			return time.toInstant();
		}
		ZonedDateTime start = floor(time, unit(round));
		return (end ? start.plus(1, unit(round)).minus(1, ChronoUnit.MILLIS) : start).toInstant();
	}

	private static ZonedDateTime floor(ZonedDateTime time, ChronoUnit unit) {
		return switch (unit) {
			case YEARS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
			case MONTHS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
			case WEEKS -> time.truncatedTo(ChronoUnit.DAYS).minusDays(time.getDayOfWeek().getValue() - 1L);
			default -> time.truncatedTo(unit);
		};
	}

	private static ChronoUnit unit(String letter) {
		return switch (letter) {
			case "s" -> ChronoUnit.SECONDS;
			case "m" -> ChronoUnit.MINUTES;
			case "h" -> ChronoUnit.HOURS;
			case "d" -> ChronoUnit.DAYS;
			case "w" -> ChronoUnit.WEEKS;
			case "M" -> ChronoUnit.MONTHS;
			default -> ChronoUnit.YEARS;
		};
	}

	private static Instant absolute(String text, boolean end) {
		int length = text.length();
		if (text.matches("\\d{10,}")) {
			return Instant.ofEpochMilli(Long.parseLong(text));
		}
		if (length == 4) {
			return bound(Year.parse(text).atDay(1), ChronoUnit.YEARS, end);
		}
		if (length == 7) {
			return bound(YearMonth.parse(text).atDay(1), ChronoUnit.MONTHS, end);
		}
		if (length == 10) {
			return bound(LocalDate.parse(text), ChronoUnit.DAYS, end);
		}
		if (text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10) {
			return OffsetDateTime.parse(text).toInstant();
		}
		Instant time = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
		if (!end || length > 19) {
			return time;
		}
		return time.plus(1, (length == 16) ? ChronoUnit.MINUTES : ChronoUnit.SECONDS).minusMillis(1);
	}

	private static Instant bound(LocalDate day, ChronoUnit unit, boolean end) {
		LocalDateTime start = day.atStartOfDay();
		return (end ? start.plus(1, unit).minus(1, ChronoUnit.MILLIS) : start).toInstant(ZoneOffset.UTC);
	}

	/** As {@link #millis}, with a message that says what is understood. */
	static long parse(String text, Instant now, boolean end) {
		try {
			return millis(text, now, end);
		}
		catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
			throw new BadDate(text);
		}
	}

	/** A text that is no date. */
	static final class BadDate extends IllegalArgumentException {

		private static final long serialVersionUID = 1;

		private final String text;

		BadDate(String text) {
			super("'" + text + "' is not a date; write it like 2026-11-21, \"2026-11-21T04:00:00Z\" or now-15m");
			this.text = text;
		}

		String text() {
			return this.text;
		}

	}

}
