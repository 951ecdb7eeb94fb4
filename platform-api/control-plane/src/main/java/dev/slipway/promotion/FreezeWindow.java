package dev.slipway.promotion;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** When no release begins. */
public sealed interface FreezeWindow {

	/** The stretch that holds the instant; empty when it is outside. */
	Optional<Stretch> around(Instant time);

	/** The zone in which its times are told. */
	ZoneId zone();

	/**
	 * From an instant to another, once.
	 *
	 * @param from the first instant within
	 * @param to the first instant after; null when nobody knows yet
	 * @param zone in which its times are told
	 */
	record Once(Instant from, @Nullable Instant to, ZoneId zone) implements FreezeWindow {

		public Once {
			if (to != null && !from.isBefore(to)) {
				throw new IllegalArgumentException("A freeze has to end after it begins");
			}
		}

		@Override
		public Optional<Stretch> around(Instant time) {
			boolean within = !time.isBefore(this.from) && (this.to == null || time.isBefore(this.to));
			return within ? Optional.of(new Stretch(this.from, this.to)) : Optional.empty();
		}

	}

	/**
	 * Every week from a day and time to another, by the clocks of a zone. A time that a
	 * clock change leaves out begins or ends after the gap; of one that comes twice, the
	 * window begins with the first and ends with the second, so that it is never shorter
	 * than it says.
	 *
	 * @param fromDay the day on which it begins
	 * @param fromTime the time at which it begins
	 * @param toDay the day on which it ends, in the same or the next week
	 * @param toTime the time at which it ends
	 * @param zone whose clocks count
	 */
	record Weekly(DayOfWeek fromDay, LocalTime fromTime, DayOfWeek toDay, LocalTime toTime,
			ZoneId zone) implements FreezeWindow {

		@Override
		public Optional<Stretch> around(Instant time) {
			LocalDate today = time.atZone(this.zone).toLocalDate();
			// A clock may be set back over midnight, so tomorrow's can have begun.
			for (int back = -1; back <= 8; back++) {
				LocalDate day = today.minusDays(back);
				if (day.getDayOfWeek() == this.fromDay) {
					Stretch stretch = from(day);
					if (stretch.holds(time)) {
						return Optional.of(stretch);
					}
				}
			}
			return Optional.empty();
		}

		private Stretch from(LocalDate day) {
			int days = Math.floorMod(this.toDay.getValue() - this.fromDay.getValue(), 7);
			boolean nextWeek = days == 0 && !this.fromTime.isBefore(this.toTime);
			ZonedDateTime begin = ZonedDateTime.of(day, this.fromTime, this.zone);
			ZonedDateTime end = ZonedDateTime.of(day.plusDays(nextWeek ? 7 : days), this.toTime, this.zone);
			return new Stretch(begin.withEarlierOffsetAtOverlap().toInstant(),
					end.withLaterOffsetAtOverlap().toInstant());
		}

	}

	/**
	 * A part of time.
	 *
	 * @param from the first instant within
	 * @param to the first instant after; null when nobody knows yet
	 */
	record Stretch(Instant from, @Nullable Instant to) {

		boolean holds(Instant time) {
			return !time.isBefore(this.from) && (this.to == null || time.isBefore(this.to));
		}

	}

}
