package dev.slipway.observability.metrics.embedded;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.slipway.observability.Origin;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.ScrapeTargets;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.metrics.Listing;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.SeriesQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics scraped by this process and kept in its memory. They end with the process; a
 * restart begins anew.
 */
public final class EmbeddedMetricStore implements MetricStore, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedMetricStore.class);

	private final MetricOptions options;

	private final SeriesStore series;

	private final Scraper scraper;

	private final List<Consumer<Origin>> listeners = new CopyOnWriteArrayList<>();

	private @Nullable ScheduledExecutorService rounds;

	public EmbeddedMetricStore(MetricOptions options, ScrapeTargets targets, Clock clock) {
		this.options = options;
		this.series = new SeriesStore(options);
		this.scraper = new Scraper(targets, this.series, options, clock,
				(origin) -> this.listeners.forEach((listener) -> listener.accept(origin)));
	}

	/** Begins to scrape. */
	public synchronized void start() {
		if (this.rounds == null) {
			ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "metric-rounds");
				thread.setDaemon(true);
				return thread;
			});
			long millis = this.options.interval().toMillis();
			timer.scheduleAtFixedRate(this::round, millis, millis, TimeUnit.MILLISECONDS);
			this.rounds = timer;
		}
	}

	@Override
	public List<MetricSeries> instant(MetricQuery query, QueryScope scope, Instant at) {
		return evaluate(query, scope, new long[] { at.toEpochMilli() });
	}

	@Override
	public List<MetricSeries> range(MetricQuery query, QueryScope scope, Instant from, Instant to, Duration step) {
		long[] times = new long[MetricStore.steps(from, to, step)];
		for (int i = 0; i < times.length; i++) {
			times[i] = from.toEpochMilli() + i * step.toMillis();
		}
		return evaluate(query, scope, times);
	}

	private List<MetricSeries> evaluate(MetricQuery query, QueryScope scope, long[] times) {
		List<MetricSeries> answer = new ArrayList<>();
		new Evaluator(this.series, scope, times).evaluate(query).forEach((labels, values) -> {
			List<MetricSeries.Point> points = new ArrayList<>();
			for (int i = 0; i < times.length; i++) {
				if (!Double.isNaN(values[i])) {
					points.add(new MetricSeries.Point(Instant.ofEpochMilli(times[i]), values[i]));
				}
			}
			if (!points.isEmpty()) {
				answer.add(new MetricSeries(labels.asMap(), points));
			}
		});
		return answer;
	}

	@Override
	public Listing<Map<String, String>> series(SeriesQuery query, QueryScope scope) {
		return new SeriesLists(this.series).series(query, scope);
	}

	@Override
	public Listing<String> labels(SeriesQuery query, QueryScope scope) {
		return new SeriesLists(this.series).labels(query, scope);
	}

	@Override
	public Listing<String> labelValues(String label, SeriesQuery query, QueryScope scope) {
		return new SeriesLists(this.series).values(label, query, scope);
	}

	@Override
	public void onSamples(Consumer<Origin> listener) {
		this.listeners.add(listener);
	}

	@Override
	public StoreHealth health() {
		String trouble = this.scraper.anyTrouble();
		long refused = this.series.refused();
		Duration kept = this.series.kept();
		Duration whole = (kept.compareTo(this.options.retention()) < 0) ? kept : this.options.retention();
		String detail = this.series.count() + " series of " + this.scraper.targets() + " targets; the last "
				+ whole.toMinutes() + " minutes are kept" + ((kept.compareTo(whole) > 0)
						? ", thinned to one sample in five minutes " + kept.toHours() + " hours" : "");
		if (kept.compareTo(this.options.thinnedRetention()) < 0) {
			detail += "; that is less than wanted, as memory is short: raise slipway.metrics.max-memory or"
					+ " slipway.metrics.max-series";
		}
		if (trouble != null) {
			detail += "; " + this.scraper.down() + " targets do not answer: " + trouble;
		}
		if (refused > 0) {
			detail += "; series beyond " + this.options.maxSeries() + " were refused, raise slipway.metrics.max-series";
		}
		return new StoreHealth("metrics", "scraper (embedded)", true, detail,
				Map.of("series", (long) this.series.count(), "targets", this.scraper.targets(), "targetsDown",
						this.scraper.down(), "bytes", this.series.bytes(), "refused", refused));
	}

	/** Scrapes every target once, as the timer does. */
	void round() {
		try {
			this.scraper.round();
		}
		catch (RuntimeException ex) {
			logger.warn("A round of scraping failed; the next follows in {}. {}", this.options.interval(),
					ex.toString());
		}
	}

	/** Whether every scrape of the last round has ended. */
	boolean idle() {
		return this.scraper.idle();
	}

	@Override
	public synchronized void close() {
		if (this.rounds != null) {
			this.rounds.shutdownNow();
		}
		this.scraper.close();
	}

}
