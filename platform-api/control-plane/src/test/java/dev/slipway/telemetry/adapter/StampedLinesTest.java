package dev.slipway.telemetry.adapter;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.observability.LogSink;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StampedLinesTest {

	private static List<String> read(String text, boolean whole) throws Exception {
		List<String> lines = new ArrayList<>();
		new StampedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), whole)
			.read(new LogSink.Feed() {

				@Override
				public Optional<Instant> since() {
					return Optional.empty();
				}

				@Override
				public void line(Instant time, String line) {
					lines.add(time + "|" + line);
				}

			});
		return lines;
	}

	@Test
	void stampsAreTakenOff() throws Exception {
		assertThat(read("""
				2026-11-21T12:00:00.123456789Z hello world
				2026-11-21T13:00:00+01:00 zone\r
				2026-11-21T12:00:01Z\s
				2026-11-21T12:00:02Z
				no stamp at all
				""", false)).containsExactly("2026-11-21T12:00:00.123456789Z|hello world", "2026-11-21T12:00:00Z|zone",
				"2026-11-21T12:00:01Z|", "2026-11-21T12:00:02Z|", "2026-11-21T12:00:02Z|no stamp at all");
	}

	@Test
	void aLineCutOffIsLeftForTheNextReading() throws Exception {
		String cut = "2026-11-21T12:00:00Z whole\n2026-11-21T12:00:01Z ha";
		assertThat(read(cut, false)).containsExactly("2026-11-21T12:00:00Z|whole");
		assertThat(read(cut, true)).containsExactly("2026-11-21T12:00:00Z|whole", "2026-11-21T12:00:01Z|ha");
	}

	@Test
	void anEndlessLineIsBounded() throws Exception {
		List<String> lines = read("2026-11-21T12:00:00Z " + "x".repeat(5 << 20) + "\n2026-11-21T12:00:01Z next\n",
				false);
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).hasSizeLessThan((1 << 20) + 100);
		assertThat(lines.get(1)).endsWith("|next");
	}

}
