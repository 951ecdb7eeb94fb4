package dev.slipway.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.slipway.timeline.Timeline.Part;
import dev.slipway.timeline.Timeline.Position;
import dev.slipway.timeline.TimelineEntry.Kind;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Several sources, one order of time. */
@NullUnmarked
class TimelineTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

	@Test
	void mergesByTimeAndEqualTimesBySource() {
		Timeline timeline = new Timeline(List.of(source("releases", at("r2", 5), at("r1", 1)),
				source("builds", at("b3", 5), at("b2", 3), at("b1", 0))));
		assertThat(titles(timeline.read("orders", Position.NEWEST, 10))).containsExactly("b3", "r2", "b2", "r1", "b1");
	}

	@Test
	void anEmptyTimelineHasNoNextPart() {
		assertThat(new Timeline(List.of(source("builds"))).read("orders", Position.NEWEST, 10))
			.isEqualTo(new Part(List.of(), null));
	}

	/** Few different times, so that parts end between equal ones. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 50 })
	void partsTellEverythingOnce(int limit) {
		Random random = new Random(limit);
		Timeline timeline = new Timeline(
				List.of(random("builds", random), random("experiments", random), random("releases", random)));
		List<String> whole = titles(timeline.read("orders", Position.NEWEST, 1000));
		assertThat(whole).hasSize(60).doesNotHaveDuplicates();
		List<String> read = new ArrayList<>();
		Position position = Position.NEWEST;
		while (position != null) {
			Part part = timeline.read("orders", position, limit);
			assertThat(part.entries()).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
			read.addAll(titles(part));
			position = part.next();
		}
		assertThat(read).isEqualTo(whole);
	}

	private static TimelineSource random(String name, Random random) {
		return source(name,
				IntStream.range(0, 20)
					.mapToObj((i) -> at(name + i, random.nextInt(6)))
					.sorted(Comparator.comparing(TimelineEntry::at).reversed())
					.toArray(TimelineEntry[]::new));
	}

	private static List<String> titles(Part part) {
		return part.entries().stream().map(TimelineEntry::title).toList();
	}

	private static TimelineEntry at(String title, int seconds) {
		return new TimelineEntry(Kind.BUILD, NOON.plusSeconds(seconds), null, null, title, "SUCCESS", null, "sam",
				"/api/v1/" + title);
	}

	private static TimelineSource source(String name, TimelineEntry... entries) {
		return new TimelineSource() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public List<TimelineEntry> entries(String service, Instant until, int limit) {
				return List.of(entries).stream().filter((one) -> !one.at().isAfter(until)).limit(limit).toList();
			}

		};
	}

}
