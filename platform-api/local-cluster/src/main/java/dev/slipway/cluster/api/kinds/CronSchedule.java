package dev.slipway.cluster.api.kinds;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * When a CronJob runs, as github.com/robfig/cron v3 reads it, which Kubernetes uses:
 * minute, hour, day of the month, month, day of the week (0 to 6, or names); lists,
 * ranges, steps; {@code ?} is {@code *}; {@code @hourly} and its like;
 * {@code @every 90s}. When both days are restricted, one of them suffices. What falls
 * into the hour that a change of the clocks leaves out does not run; what falls into the
 * doubled one runs twice.
 */
public final class CronSchedule {

	private static final Map<String, String> NICKNAMES = Map.of("@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *",
			"@monthly", "0 0 1 * *", "@weekly", "0 0 * * 0", "@daily", "0 0 * * *", "@midnight", "0 0 * * *", "@hourly",
			"0 * * * *");

	private static final String EVERY = "@every ";

	/** Later than in so many years, such as on 30 February, is never. */
	private static final int YEARS = 5;

	private final CronField minutes;

	private final CronField hours;

	private final CronField daysOfMonth;

	private final CronField months;

	private final CronField daysOfWeek;

	private final @Nullable Duration every;

	private CronSchedule(String[] fields, @Nullable Duration every) {
		this.minutes = CronField.parse(fields[0], 0, 59, Map.of());
		this.hours = CronField.parse(fields[1], 0, 23, Map.of());
		this.daysOfMonth = CronField.parse(fields[2], 1, 31, Map.of());
		this.months = CronField.parse(fields[3], 1, 12, CronField.MONTHS);
		this.daysOfWeek = CronField.parse(fields[4], 0, 6, CronField.DAYS);
		this.every = every;
	}

	/**
	 * Reads it.
	 * @throws IllegalArgumentException saying what is wrong, in the words of a real
	 * server
	 */
	public static CronSchedule parse(String text) {
		if (text.contains("TZ")) {
			throw new IllegalArgumentException("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
		}
		if (text.startsWith(EVERY)) {
			return new CronSchedule("* * * * *".split(" "), GoDuration.parse(text.substring(EVERY.length()).trim()));
		}
		String known = NICKNAMES.get(text);
		if (known == null && text.startsWith("@")) {
			throw new IllegalArgumentException("unrecognized descriptor: " + text);
		}
		String[] fields = ((known != null) ? known : text.trim()).split("\\s+");
		if (fields.length != 5) {
			throw new IllegalArgumentException(
					"expected exactly 5 fields, found " + fields.length + ": [" + text.trim() + "]");
		}
		return new CronSchedule(fields, null);
	}

	/**
	 * The next time after that; null when there is none.
	 * @param zone whose clock the fields are of
	 */
	public @Nullable Instant next(Instant after, ZoneId zone) {
		if (this.every != null) {
			return after.truncatedTo(ChronoUnit.SECONDS).plus(this.every);
		}
		ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
		int last = time.getYear() + YEARS;
		while (time.getYear() <= last) {
			if (!this.months.has(time.getMonthValue())) {
				time = time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
			}
			else if (!day(time.toLocalDate())) {
				time = time.toLocalDate().plusDays(1).atStartOfDay(zone);
			}
			else if (!this.hours.has(time.getHour())) {
				time = time.plusMinutes(60 - time.getMinute());
			}
			else if (!this.minutes.has(time.getMinute())) {
				time = time.plusMinutes(1);
			}
			else {
				return time.toInstant();
			}
		}
		return null;
	}

	private boolean day(LocalDate date) {
		boolean ofMonth = this.daysOfMonth.has(date.getDayOfMonth());
		boolean ofWeek = this.daysOfWeek.has(date.getDayOfWeek().getValue() % 7);
		return (this.daysOfMonth.any() || this.daysOfWeek.any()) ? ofMonth && ofWeek : ofMonth || ofWeek;
	}

}
