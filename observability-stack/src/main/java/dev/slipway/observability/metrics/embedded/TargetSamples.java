package dev.slipway.observability.metrics.embedded;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;
import org.jspecify.annotations.Nullable;

/**
 * The series of one target, found again by how the target writes them. A series that the
 * target no longer has is marked as ended, as is every series of a target that does not
 * answer: else its last value would stand for minutes.
 */
final class TargetSamples {

	private static final int MOST_COUNTERS = 1000;

	private final SeriesStore store;

	private final Map<String, String> targetLabels;

	private final ByText<Entry> entries = new ByText<>();

	/** Counters that their names do not tell. */
	private final Set<String> counters = new HashSet<>();

	private long round;

	TargetSamples(ScrapeTarget target, SeriesStore store) {
		this.store = store;
		Origin origin = target.origin();
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("service", origin.service());
		labels.put("team", origin.team());
		labels.put("environment", origin.environment());
		labels.put("release", origin.release());
		labels.put("pod", origin.pod());
		labels.put("instance", target.instance());
		labels.put("job", origin.service());
		this.targetLabels = labels;
	}

	/**
	 * Takes a whole scrape. All or nothing: names are looked at before a sample is kept.
	 * @return how many samples it had
	 */
	synchronized int accept(String exposition, long time) {
		long current = this.round + 1;
		Map<Entry, double[]> taken = new LinkedHashMap<>();
		Exposition.read(exposition, new Exposition.Sink() {
			@Override
			public void sample(String series, double value, long timestamp) {
				Entry entry = TargetSamples.this.entries.computeIfAbsent(series, TargetSamples.this::entry);
				entry.seen = current;
				entry.ownTime = timestamp != Long.MIN_VALUE;
				taken.put(entry, new double[] { value, entry.ownTime ? timestamp : time });
			}

			@Override
			public void counter(String metric) {
				if (!isCounter(metric) && TargetSamples.this.counters.size() < MOST_COUNTERS) {
					TargetSamples.this.counters.add(metric);
				}
			}
		});
		this.round = current;
		taken.forEach((entry, sample) -> entry.append((long) sample[1], sample[0]));
		end((entry) -> entry.seen != current, time);
		own("up", 1, time);
		own("scrape_samples_scraped", taken.size(), time);
		this.store.changed();
		return taken.size();
	}

	/** The target does not answer. */
	synchronized void failed(long time) {
		end((entry) -> true, time);
		own("up", 0, time);
		this.store.changed();
	}

	/** The target is gone. */
	synchronized void vanished(long time) {
		end((entry) -> true, time);
		own("up", Samples.STALE, time);
		own("scrape_samples_scraped", Samples.STALE, time);
		this.store.changed();
	}

	private void end(Predicate<Entry> ended, long time) {
		this.entries.removeIf((entry) -> {
			boolean gone = ended.test(entry);
			if (gone && !entry.ownTime) {
				entry.append(time, Samples.STALE);
			}
			return gone;
		});
	}

	private void own(String metric, double value, long time) {
		StoredSeries series = this.store.series(metric, Labels.of(this.targetLabels), false);
		if (series != null) {
			series.append(time, value);
		}
	}

	/**
	 * Labels of the target win; what the target says itself goes to {@code exported_…}.
	 */
	private Entry entry(String text) {
		SeriesName name;
		try {
			name = SeriesName.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new BadExposition(0, ex.getMessage() + " in " + text);
		}
		Map<String, String> labels = new LinkedHashMap<>();
		name.labels()
			.forEach((label, value) -> labels.put(this.targetLabels.containsKey(label) ? "exported_" + label : label,
					value));
		labels.putAll(this.targetLabels);
		boolean counter = isCounter(name.metric()) || this.counters.contains(name.metric());
		return new Entry(this.store.series(name.metric(), Labels.of(labels), counter));
	}

	/** By the habits of names. */
	private static boolean isCounter(String metric) {
		return metric.endsWith("_total") || metric.endsWith("_count") || metric.endsWith("_sum")
				|| metric.endsWith("_bucket");
	}

	/** A series of this target, and when it was last seen. */
	private static final class Entry {

		private final @Nullable StoredSeries series;

		private long seen;

		private boolean ownTime;

		Entry(@Nullable StoredSeries series) {
			this.series = series;
		}

		void append(long time, double value) {
			if (this.series != null) {
				this.series.append(time, value);
			}
		}

	}

}
