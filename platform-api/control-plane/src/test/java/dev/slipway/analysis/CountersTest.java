package dev.slipway.analysis;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricSeries.Point;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Counting by counters, from one look to the next and over a time. */
class CountersTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

	private final CounterDiary diary = new CounterDiary();

	private void look(String pod, double value) {
		this.diary.take(List.of(series(pod, 0, value)));
	}

	private static MetricSeries series(String pod, int second, double... values) {
		Point[] points = new Point[values.length];
		for (int i = 0; i < values.length; i++) {
			points[i] = new Point(NOON.plusSeconds(second + i * 5L), values[i]);
		}
		return new MetricSeries(Map.of("pod", pod), List.of(points));
	}

	private long all() {
		return this.diary.grown((labels) -> true);
	}

	@Test
	void theFirstLookCountsNothing() {
		look("a", 100);
		assertThat(all()).isZero();
		look("a", 130);
		assertThat(all()).isEqualTo(30);
	}

	@Test
	void aGapLosesNothingAndARestartBeginsAtZero() {
		look("a", 100);
		look("a", 130);
		this.diary.take(List.of());
		look("a", 150);
		look("a", 20);
		assertThat(all()).isEqualTo(70);
	}

	@Test
	void whatComesLaterBeganAtZero() {
		look("a", 100);
		look("b", 40);
		assertThat(all()).isEqualTo(40);
		assertThat(this.diary.grown((labels) -> "a".equals(labels.get("pod")))).isZero();
	}

	@Test
	void overATimeTheFirstValueCountsOnlyWhenThePodWasSeenBefore() {
		List<Point> failures = series("a", 20, 30, 30, 42, 5).points();
		assertThat(Growth.of(failures, NOON)).isEqualTo(47);
		assertThat(Growth.of(failures, NOON.plusSeconds(20))).isEqualTo(17);
	}

	@Test
	void aPodIsSeenWhenItAnswersOrCounts() {
		MetricSeries up = series("a", 0, 0, 1, 1);
		assertThat(Growth.seen(List.of(up), List.of())).containsEntry("a", NOON.plusSeconds(5));
		assertThat(Growth.seen(List.of(up), List.of(series("a", 0, 7), series("b", 10, 7)))).containsEntry("a", NOON)
			.containsEntry("b", NOON.plusSeconds(10));
	}

}
