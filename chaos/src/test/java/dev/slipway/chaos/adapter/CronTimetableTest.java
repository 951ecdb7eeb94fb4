package dev.slipway.chaos.adapter;

import java.time.Instant;
import java.time.ZoneOffset;

import dev.slipway.chaos.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** 2 January 2026 is a Friday. */
class CronTimetableTest {

	private final CronTimetable timetable = new CronTimetable(ZoneOffset.UTC);

	@ParameterizedTest
	@CsvSource({ "0 0 10 * * *,false,2026-01-02T08:00:00Z,2026-01-02T10:00:00Z",
			"0 0 10 * * *,false,2026-01-02T10:00:00Z,2026-01-05T10:00:00Z",
			"0 0 * * * *,false,2026-01-02T14:30:00Z,2026-01-05T09:00:00Z",
			"0 0 * * * *,false,2026-01-05T03:00:00Z,2026-01-05T09:00:00Z",
			"0 0 3 * * *,true,2026-01-02T14:30:00Z,2026-01-03T03:00:00Z" })
	void startsInOfficeHoursUnlessAsked(String cron, boolean anyTime, Instant after, Instant next) {
		assertThat(this.timetable.next(new Schedule(cron, anyTime, 0), after, 1)).contains(next);
	}

	@Test
	void neverStartsWhenNoTimeFallsIntoTheWindow() {
		assertThat(this.timetable.next(new Schedule("0 0 3 * * *", false, 0), Instant.parse("2026-01-02T08:00:00Z"), 1))
			.isEmpty();
	}

	@Test
	void jitterDiffersBetweenExperimentsAndIsTheSameAgain() {
		Schedule schedule = new Schedule("0 0 10 * * *", false, 3600);
		Instant after = Instant.parse("2026-01-02T08:00:00Z");
		Instant first = this.timetable.next(schedule, after, 1).orElseThrow();
		assertThat(first).isBetween(Instant.parse("2026-01-02T10:00:00Z"), Instant.parse("2026-01-02T11:00:00Z"));
		assertThat(this.timetable.next(schedule, after, 1)).contains(first);
		assertThat(this.timetable.next(schedule, after, 2)).isNotEmpty().isNotEqualTo(java.util.Optional.of(first));
	}

}
