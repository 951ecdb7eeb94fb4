package dev.slipway.observability.metrics.embedded;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.Selector;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is computed from thinned samples is what was computed from all of them. */
@NullUnmarked
class ThinnedTest {

	private static final long SCRAPE = 15_000;

	private static final long HOUR = Duration.ofHours(1).toMillis();

	private static final long DAY = 24 * HOUR;

	private static final Offset<Double> ROUNDING = Offset.offset(1e-6);

	private final Samples whole = new Samples();

	private final StoredSeries series = new StoredSeries(Labels.NONE, true);

	/** A counter of a day, scraped unevenly, that begins anew now and then. */
	private void day(Random random, double restarts) {
		double value = 0;
		for (long time = 0; time < DAY; time += SCRAPE + random.nextInt(200)) {
			value = (random.nextDouble() < restarts) ? random.nextInt(3) : value + random.nextInt(20);
			this.whole.add(time, value);
			this.series.append(time, value);
			if (time % HOUR < SCRAPE) {
				this.series.age(time - HOUR, time - DAY);
			}
		}
		this.series.age(DAY - HOUR, 0);
	}

	private static double growth(Samples samples, long from, long to) {
		double growth = 0;
		for (int i = samples.firstFrom(from) + 1; i < samples.size() && samples.time(i) <= to; i++) {
			double before = samples.value(i - 1);
			growth += (samples.value(i) < before) ? samples.value(i) : samples.value(i) - before;
		}
		return growth;
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void theGrowthBetweenAnyTwoThatAreKeptIsExact(long seed) {
		Random random = new Random(seed);
		day(random, (seed % 2 == 0) ? 0.002 : 0.05);
		Samples kept = this.series.read(0, DAY);
		assertThat(kept.size()).isLessThan(this.whole.size() - 1000);
		for (int i = 0; i < 200; i++) {
			int one = random.nextInt(kept.size());
			int other = one + random.nextInt(kept.size() - one);
			assertThat(growth(kept, kept.time(one), kept.time(other)))
				.isCloseTo(growth(this.whole, kept.time(one), kept.time(other)), ROUNDING);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void increasesOfWindowsOverThinnedSamplesAreThoseOfAll(long seed) {
		Random random = new Random(seed);
		day(random, 0.001);
		for (int i = 0; i < 200; i++) {
			long back = HOUR + random.nextInt((int) HOUR * 3);
			long at = back + (long) (random.nextDouble() * (DAY - back));
			double expected = Counters.increase(this.whole, at - back, at);
			Samples read = this.series.read(at - back, at);
			assertThat(Counters.increase(read, at - back, at)).as("seed %d, %d ms to %d", seed, back, at)
				.isCloseTo(expected, Percentage.withPercentage(2));
		}
	}

	@Test
	void aWindowShorterThanAStepHasItsPartOfTheGrowth() {
		for (long time = 0; time < 4 * HOUR; time += SCRAPE) {
			this.series.append(time, time / 1000.0 * 3);
		}
		this.series.age(3 * HOUR, 0);
		for (long at = HOUR; at < 3 * HOUR; at += 77_777) {
			Samples read = this.series.read(at - 60_000, at);
			assertThat(Counters.increase(read, at - 60_000, at)).isCloseTo(180, Offset.offset(0.001));
		}
	}

	@Test
	void whatHasEndedHasNoValueAlsoOfThinnedSamples() {
		StoredSeries gauge = new StoredSeries(Labels.NONE, false);
		for (long time = 0; time < HOUR; time += SCRAPE) {
			gauge.append(time, 5);
		}
		gauge.append(HOUR + 1000, Samples.STALE);
		gauge.age(5 * HOUR, 0);
		Samples read = gauge.read(0, 5 * HOUR);
		assertThat(read.size()).isLessThan(20);
		assertThat(Samples.isStale(read.value(read.size() - 1))).isTrue();
		assertThat(read.time(read.size() - 1)).isEqualTo(HOUR + 1000);
		assertThat(read.time(read.size() - 2)).as("the last value before the end").isEqualTo(HOUR - SCRAPE);
		assertThat(gauge.age(6 * HOUR, 6 * HOUR)).as("nothing is left after a day").isTrue();
	}

	@Test
	void aDashboardOfYesterdayShowsRatesQuantilesAndLevels() {
		SeriesStore store = new SeriesStore(
				new MetricOptions(Duration.ofSeconds(15), Duration.ofHours(1), Duration.ofDays(1), 64 << 20, 1000));
		TargetSamples pod = new TargetSamples(new ScrapeTarget(URI.create("http://127.0.0.1:1/metrics"),
				new Origin("orders", "shop", "dev", "1", "a")), store);
		long scrapes = 12 * HOUR / SCRAPE;
		for (long i = 0, n = 0; i < scrapes; i++, n++) {
			// The pod restarts every two hours and 47 minutes, in the middle of a step.
			n = (i % 668 == 667) ? 0 : n;
			pod.accept(
					"# TYPE jobs counter\njobs " + 30 * n + "\nh_bucket{le=\"0.1\"} " + 50 * n
							+ "\nh_bucket{le=\"0.5\"} " + 90 * n + "\nh_bucket{le=\"1\"} " + 100 * n
							+ "\nh_bucket{le=\"+Inf\"} " + 100 * n + "\nlevel " + (i < scrapes / 2 ? 1 : 2) + "\n",
					i * SCRAPE);
			if (i % 240 == 0) {
				store.trim(Instant.ofEpochMilli(i * SCRAPE));
			}
		}
		store.trim(Instant.ofEpochMilli(12 * HOUR));
		long[] times = new long[60];
		for (int i = 0; i < times.length; i++) {
			times[i] = HOUR + i * 9 * HOUR / 60 + 4321;
		}
		Evaluator evaluator = new Evaluator(store, QueryScope.everything(), times);
		double[] rates = only(evaluator, new MetricQuery.Rate(Selector.of("jobs"), Duration.ofMinutes(30), List.of()));
		double[] quantiles = only(evaluator,
				new MetricQuery.Quantile(0.95, Selector.of("h_bucket"), Duration.ofMinutes(1), List.of()));
		double[] levels = only(evaluator,
				new MetricQuery.Gauge(Selector.of("level"), MetricQuery.Aggregation.SUM, List.of()));
		for (int i = 0; i < times.length; i++) {
			assertThat(rates[i]).as("rate at %d", times[i]).isCloseTo(2, Percentage.withPercentage(2));
			assertThat(quantiles[i]).as("p95 at %d", times[i]).isCloseTo(0.75, Percentage.withPercentage(1));
			assertThat(levels[i]).isEqualTo((times[i] < 6 * HOUR) ? 1 : 2);
		}
	}

	private static double[] only(Evaluator evaluator, MetricQuery query) {
		return evaluator.evaluate(query).values().iterator().next();
	}

}
