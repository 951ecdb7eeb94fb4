package dev.slipway.promotion;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Freezes as tables, over the changes of clocks too. */
@NullUnmarked
class FrozenTest {

	private static final String WEEKEND = "Fri 16:00 > Mon 08:00 > Europe/Berlin";

	/** 20 November 2026 is a Friday; Berlin is one hour ahead of UTC then. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = { "before | " + WEEKEND + " | 2026-11-20T14:59:59Z | -",
			"its first instant | " + WEEKEND + " | 2026-11-20T15:00:00Z | 2026-11-23T07:00:00Z",
			"on Sunday | " + WEEKEND + " | 2026-11-22T12:00:00Z | 2026-11-23T07:00:00Z",
			"its last instant | " + WEEKEND + " | 2026-11-23T06:59:59Z | 2026-11-23T07:00:00Z",
			"after | " + WEEKEND + " | 2026-11-23T07:00:00Z | -",
			"clocks go back within | " + WEEKEND + " | 2026-10-23T14:00:00Z | 2026-10-26T07:00:00Z",
			"clocks go forward within | " + WEEKEND + " | 2026-03-27T15:00:00Z | 2026-03-30T06:00:00Z",
			"begins in the gap | Sun 02:30 > Sun 05:00 > Europe/Berlin | 2026-03-29T01:30:00Z | 2026-03-29T03:00:00Z",
			"not before the gap is over | Sun 02:30 > Sun 05:00 > Europe/Berlin | 2026-03-29T01:29:59Z | -",
			"ends at the second 02:30 | Sun 01:00 > Sun 02:30 > Europe/Berlin | 2026-10-25T01:00:00Z | 2026-10-25T01:30:00Z",
			"begins at the first 02:30 | Sun 02:30 > Sun 05:00 > Europe/Berlin | 2026-10-25T00:30:00Z | 2026-10-25T04:00:00Z",
			"over midnight of another day there | Sun 23:00 > Mon 01:00 > Pacific/Auckland | 2026-11-22T10:30:00Z | 2026-11-22T12:00:00Z",
			"the same day, later | Wed 09:00 > Wed 17:00 > UTC | 2026-11-18T12:00:00Z | 2026-11-18T17:00:00Z",
			"the same day, earlier: nearly a week | Wed 17:00 > Wed 09:00 > UTC | 2026-11-18T08:59:00Z | 2026-11-18T09:00:00Z",
			"its gap | Wed 17:00 > Wed 09:00 > UTC | 2026-11-18T12:00:00Z | -",
			"once | 2026-12-20T00:00 > 2027-01-03T00:00 > Europe/Berlin | 2026-12-19T23:00:00Z | 2027-01-02T23:00:00Z",
			"once, not before | 2026-12-20T00:00:00Z > 2027-01-03T00:00:00Z > UTC | 2026-12-19T23:59:59Z | -" })
	void holdsUntil(String what, String window, String now, String until) {
		Optional<Frozen> frozen = Frozen.at(Instant.parse(now), freezes(window));
		assertThat(frozen.map(Frozen::until)).as(what).isEqualTo(Optional.ofNullable(until).map(Instant::parse));
	}

	@Test
	void goesOnWithOneThatBeginsBeforeAnotherEnds() {
		Frozen frozen = Frozen
			.at(Instant.parse("2026-11-21T12:00:00Z"),
					freezes(WEEKEND, "Mon 07:00 > Mon 09:00 > Europe/Berlin", "Mon 09:00 > Mon 10:00 > Europe/Berlin",
							"Mon 11:00 > Mon 12:00 > Europe/Berlin"))
			.orElseThrow();
		assertThat(frozen.until()).isEqualTo("2026-11-23T09:00:00Z");
		assertThat(frozen.reasons()).containsExactly("reason 0");
	}

	@Test
	void hasNoEndWhenFreezesFollowEachOtherForEver() {
		Frozen frozen = Frozen
			.at(Instant.parse("2026-11-21T12:00:00Z"),
					freezes("Mon 00:00 > Fri 00:00 > UTC", "Fri 00:00 > Mon 00:00 > UTC"))
			.orElseThrow();
		assertThat(frozen.until()).isNull();
		assertThat(frozen.describe(Instant.EPOCH)).isEqualTo("Frozen until somebody ends it: reason 1");
	}

	@Test
	void isToldAsPeopleSayIt() {
		Instant now = Instant.parse("2026-11-21T12:00:00Z");
		List<Freeze> freezes = List.of(freeze(WEEKEND, "Nobody is here", false),
				freeze("Sat 00:00 > Sun 00:00 > UTC", "Stocktaking", true),
				freeze("Sat 01:00 > Sun 00:00 > UTC", "Nobody is here", false));
		Frozen frozen = Frozen.at(now, freezes).orElseThrow();
		assertThat(frozen.describe(now)).isEqualTo("Frozen until Mon 08:00 Europe/Berlin: Nobody is here; Stocktaking");
		assertThat(frozen.refuses()).isTrue();
		Frozen late = Frozen.at(now, freezes("2026-11-20T00:00 > 2027-01-03T00:00 > UTC")).orElseThrow();
		assertThat(late.describe(now)).isEqualTo("Frozen until 3 Jan 2027 00:00 UTC: reason 0");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Fri 16:00 | - | Mon 08:00", "Fri 16:00 | Mon | time of day", "Fri 16:00 | 08:00 | day",
					"F 16:00 | Mon 08:00 | day", "2026-13-01T00:00 | - | no time", "2026-12-20 | - | no time",
					"2026-12-20T00:00:00Z | 2026-12-20T00:00:00Z | after it begins" })
	void saysWhatIsWrong(String from, String to, String told) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FreezeText.window(from, to.equals("-") ? null : to, ZoneId.of("UTC")))
			.withMessageContaining(told);
	}

	private static List<Freeze> freezes(String... windows) {
		List<String> all = Arrays.asList(windows);
		return all.stream().map((window) -> freeze(window, "reason " + all.indexOf(window), false)).toList();
	}

	private static Freeze freeze(String window, String reason, boolean refuses) {
		String[] parts = window.split(" > ");
		return new Freeze(FreezeText.window(parts[0], parts[1], ZoneId.of(parts[2])), reason, refuses);
	}

}
