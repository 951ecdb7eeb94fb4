package dev.slipway.observability.metrics.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.ExposedTarget;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.MetricListingContract;
import dev.slipway.observability.metrics.MovedClock;
import dev.slipway.observability.metrics.Selector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The contract over real HTTP, with a clock that the test moves. */
class EmbeddedMetricStoreTest extends MetricListingContract {

	private final MovedClock clock = new MovedClock();

	private final Instant began = this.clock.instant();

	private final List<ExposedTarget> targets = new ArrayList<>();

	private final List<ExposedTarget> scraped = new ArrayList<>();

	private final MetricOptions options = new MetricOptions(INTERVAL, Duration.ofMinutes(30), 1 << 20, 2000);

	private final EmbeddedMetricStore store = new EmbeddedMetricStore(this.options,
			() -> this.scraped.stream().map(ExposedTarget::target).toList(), this.clock);

	@AfterEach
	void close() {
		this.store.close();
		this.targets.forEach(ExposedTarget::close);
	}

	@Override
	protected MetricStore store() {
		return this.store;
	}

	@Override
	protected ExposedTarget target(Origin origin) {
		ExposedTarget target = new ExposedTarget(origin);
		this.targets.add(target);
		this.scraped.add(target);
		return target;
	}

	@Override
	protected void remove(ExposedTarget target) {
		this.scraped.remove(target);
	}

	@Override
	protected void scrape() {
		this.clock.advance(INTERVAL);
		this.store.round();
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(this.store::idle);
	}

	@Override
	protected Instant now() {
		return this.clock.instant();
	}

	@Override
	protected Instant base() {
		return this.began;
	}

	@Override
	protected String shop() {
		return "shop";
	}

	@Override
	protected String bank() {
		return "bank";
	}

	@Test
	void aScrapeThatFailsLeavesAGap() {
		ExposedTarget target = target(r1());
		for (int i = 0; i < 10; i++) {
			if (i == 4) {
				target.fail();
			}
			else {
				target.expose("g " + i + "\n");
			}
			scrape();
		}
		List<MetricSeries> answer = this.store.range(
				new MetricQuery.Gauge(Selector.of("g"), MetricQuery.Aggregation.SUM, List.of()),
				QueryScope.everything(), this.began.plus(INTERVAL), now(), INTERVAL);
		assertThat(answer).singleElement()
			.satisfies((series) -> assertThat(series.points()).extracting(MetricSeries.Point::value)
				.containsExactly(0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0));
	}

	@Test
	void anExpressionIsRefusedWithTheRemedy() {
		assertThat(this.store.takesExpressions()).isFalse();
		assertThatExceptionOfType(BadMetricQuery.class)
			.isThrownBy(() -> this.store.expression("up", QueryScope.everything(), now()))
			.withMessageContaining("slipway.metrics.prometheus.url");
	}

	@Test
	void tooManySeriesAreRefusedAndSaid() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < 10_000; i++) {
			text.append("g{user=\"").append(i).append("\"} 1\n");
		}
		target(r1()).expose(text.toString());
		scrape();
		assertThat(this.store.health().figures().get("series")).isLessThanOrEqualTo(2000);
		assertThat(this.store.health().detail()).contains("slipway.metrics.max-series");
	}

	@Test
	void memoryIsBoundedByKeepingLessTime() {
		ExposedTarget target = target(r1());
		for (int round = 0; round < 260; round++) {
			StringBuilder text = new StringBuilder();
			for (int i = 0; i < 900; i++) {
				text.append("g{n=\"").append(i).append("\"} ").append(Math.random()).append('\n');
			}
			target.expose(text.toString());
			scrape();
		}
		assertThat(this.store.health().figures().get("bytes")).isLessThanOrEqualTo(1 << 20);
	}

	@Test
	void seriesThatEndedAreForgottenAfterRetention() {
		ExposedTarget target = target(r1());
		target.expose("g 1\n");
		scrape();
		remove(target);
		scrape();
		this.clock.advance(Duration.ofHours(1));
		scrape();
		assertThat(this.store.health().figures()).containsEntry("series", 0L).containsEntry("targets", 0L);
	}

	@Test
	void whoWaitsForSamplesIsToldWhenTheyCanBeAskedFor() {
		List<String> told = new CopyOnWriteArrayList<>();
		this.store.onSamples((origin) -> {
			throw new IllegalStateException("a listener that fails");
		});
		ExposedTarget target = target(r2());
		target.expose("g 7\n");
		scrape();
		EmbeddedMetricStore other = new EmbeddedMetricStore(this.options, () -> List.of(target.target()), this.clock);
		try (other) {
			MetricQuery query = new MetricQuery.Gauge(Selector.of("g"), MetricQuery.Aggregation.SUM, List.of("pod"));
			other.onSamples((origin) -> told
				.add(origin.pod() + other.instant(query, QueryScope.everything(), this.clock.instant()).size()));
			other.round();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(other::idle);
			assertThat(told).containsExactly("orders-r2-b1");
			target.fail();
			other.round();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(other::idle);
			assertThat(told).hasSize(1);
		}
		assertThat(this.store.health().figures()).containsEntry("targetsDown", 0L);
	}

}
