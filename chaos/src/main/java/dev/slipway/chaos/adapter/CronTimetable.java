package dev.slipway.chaos.adapter;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Random;

import dev.slipway.chaos.Schedule;
import dev.slipway.chaos.Timetable;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** Spring's cron expressions, cut down to office hours. */
final class CronTimetable implements Timetable {

	private static final LocalTime OPENS = LocalTime.of(9, 0);

	private static final LocalTime CLOSES = LocalTime.of(15, 0);

	/**
	 * A year of minutes: an expression that never falls into the window ends somewhere.
	 */
	private static final int MOST_TRIES = 530_000;

	private final ZoneId zone;

	CronTimetable(ZoneId zone) {
		this.zone = zone;
	}

	@Override
	public Optional<Instant> next(Schedule schedule, Instant after, long seed) {
		CronExpression cron = CronExpression.parse(schedule.cron());
		ZonedDateTime at = cron.next(after.atZone(this.zone));
		for (int i = 0; i < MOST_TRIES && at != null; i++) {
			ZonedDateTime start = at.plus(jitter(schedule, at.toInstant(), seed));
			if (schedule.anyTime() || (isOpen(at) && isOpen(start))) {
				return Optional.of(start.toInstant());
			}
			at = cron.next(isOpen(at) ? at : beforeNextOpening(at));
		}
		return Optional.empty();
	}

	/** The same for the same time, so that a tick that is done twice agrees. */
	private static Duration jitter(Schedule schedule, Instant at, long seed) {
		long random = new Random(seed * 31 + at.getEpochSecond()).nextLong(schedule.jitterSeconds() + 1L);
		return Duration.ofSeconds(random);
	}

	private static boolean isOpen(@Nullable ZonedDateTime at) {
		return at != null && at.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 && !at.toLocalTime().isBefore(OPENS)
				&& at.toLocalTime().isBefore(CLOSES);
	}

	/**
	 * The last moment before the window opens again, so that opening time itself counts.
	 */
	private static ZonedDateTime beforeNextOpening(ZonedDateTime at) {
		ZonedDateTime opening = at.with(OPENS);
		while (!opening.isAfter(at) || opening.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0) {
			opening = opening.plusDays(1);
		}
		return opening.minusNanos(1);
	}

}
