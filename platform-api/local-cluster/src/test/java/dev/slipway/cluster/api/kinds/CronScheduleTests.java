package dev.slipway.cluster.api.kinds;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Expected times are those of robfig/cron v3, whose rules Kubernetes takes. */
class CronScheduleTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					* * * * *          | UTC           | 2026-03-28T10:00:30Z | 2026-03-28T10:01:00Z, 2026-03-28T10:02:00Z
					*/15 3 * * *       | UTC           | 2026-03-28T03:20:00Z | 2026-03-28T03:30:00Z, 2026-03-28T03:45:00Z, 2026-03-29T03:00:00Z
					0 0 13 * 5         | UTC           | 2026-04-02T00:00:00Z | 2026-04-03T00:00:00Z, 2026-04-10T00:00:00Z, 2026-04-13T00:00:00Z
					0 0 13 * *         | UTC           | 2026-04-02T00:00:00Z | 2026-04-13T00:00:00Z
					0 0 ? * 1          | UTC           | 2026-04-02T00:00:00Z | 2026-04-06T00:00:00Z, 2026-04-13T00:00:00Z
					0 0 */10 * 1       | UTC           | 2026-04-02T00:00:00Z | 2026-04-06T00:00:00Z, 2026-04-11T00:00:00Z, 2026-04-13T00:00:00Z
					0 0 5/10 * *       | UTC           | 2026-04-02T00:00:00Z | 2026-04-05T00:00:00Z, 2026-04-15T00:00:00Z, 2026-04-25T00:00:00Z, 2026-05-05T00:00:00Z
					5-9/2 1,2 * JAN-mar sun | UTC      | 2026-03-28T00:00:00Z | 2026-03-29T01:05:00Z, 2026-03-29T01:07:00Z, 2026-03-29T01:09:00Z, 2026-03-29T02:05:00Z
					30 2 29 2 *        | UTC           | 2026-03-28T00:00:00Z | 2028-02-29T02:30:00Z
					@hourly            | UTC           | 2026-03-28T10:00:00Z | 2026-03-28T11:00:00Z
					@midnight          | Asia/Tokyo    | 2026-03-28T10:00:00Z | 2026-03-28T15:00:00Z
					@every 1h30m       | UTC           | 2026-03-28T10:00:00Z | 2026-03-28T11:30:00Z
					30 2 * * *         | Europe/Berlin | 2026-03-28T00:00:00Z | 2026-03-28T01:30:00Z, 2026-03-30T00:30:00Z
					30 2 * * *         | Europe/Berlin | 2026-10-24T10:00:00Z | 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z, 2026-10-26T01:30:00Z
					0 9 * * 1-5        | America/New_York | 2026-03-06T15:00:00Z | 2026-03-09T13:00:00Z
					""")
	void findsTheNextTimes(String schedule, String zone, String after, String expected) {
		List<String> found = new ArrayList<>();
		Instant time = Instant.parse(after);
		for (int i = 0; i < expected.split(", ").length; i++) {
			time = Objects.requireNonNull(CronSchedule.parse(schedule).next(time, ZoneId.of(zone)));
			found.add(String.valueOf(time));
		}
		assertThat(String.join(", ", found)).isEqualTo(expected);
	}

	@Test
	void aDayThatNeverComesIsNoTime() {
		assertThat(CronSchedule.parse("0 0 30 2 *").next(Instant.EPOCH, ZoneId.of("UTC"))).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			* * * *           | expected exactly 5 fields, found 4: [* * * *]
			60 * * * *        | end of range (60) above maximum (59): 60
			* * 0 * *         | beginning of range (0) below minimum (1): 0
			* * * * 7         | end of range (7) above maximum (6): 7
			* * * * fri-mon   | beginning of range (5) beyond end of range (1): fri-mon
			*/0 * * * *       | step of range should be a positive number: */0
			1-2-3 * * * *     | too many hyphens: 1-2-3
			1/2/3 * * * *     | too many slashes: 1/2/3
			L * * * *         | failed to parse int from L
			@never            | unrecognized descriptor: @never
			TZ=UTC 0 0 * * *  | cannot use TZ or CRON_TZ in schedule, use timeZone field instead
			@every soon       | failed to parse duration @every soon
			""")
	void refusesInTheWordsOfARealServer(String schedule, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> CronSchedule.parse(schedule)).withMessage(message);
	}

}
