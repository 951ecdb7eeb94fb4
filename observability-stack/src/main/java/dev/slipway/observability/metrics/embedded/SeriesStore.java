package dev.slipway.observability.metrics.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** All series, by metric. Bounded in number, in time and in bytes. */
final class SeriesStore {

	/** Intervals that are kept at the least: a series that is scraped must not go. */
	private static final int FEWEST = 3;

	private final MetricOptions options;

	/** By metric and service. */
	private final Map<String, Map<String, Map<Labels, StoredSeries>>> all = new ConcurrentHashMap<>();

	private final Recent recent = new Recent();

	private final AtomicLong version = new AtomicLong();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicLong refused = new AtomicLong();

	private volatile long bytes;

	private volatile Duration kept;

	SeriesStore(MetricOptions options) {
		this.options = options;
		this.kept = options.thinnedRetention();
	}

	/** The series, made when missing; null when there are too many. */
	@Nullable StoredSeries series(String metric, Labels labels, boolean counter) {
		StoredSeries there = this.all.getOrDefault(metric, Map.of())
			.getOrDefault(labels.get("service"), Map.of())
			.get(labels);
		return (there != null) ? there : made(metric, labels, counter);
	}

	/** With the lock that maps are removed under, so that none is removed with it. */
	private synchronized @Nullable StoredSeries made(String metric, Labels labels, boolean counter) {
		if (this.count.get() >= this.options.maxSeries()) {
			this.refused.incrementAndGet();
			return null;
		}
		return this.all.computeIfAbsent(metric.intern(), (name) -> new ConcurrentHashMap<>(4))
			.computeIfAbsent(labels.get("service"), (service) -> new ConcurrentHashMap<>(4))
			.computeIfAbsent(labels, (key) -> {
				this.count.incrementAndGet();
				return new StoredSeries(key, counter);
			});
	}

	/**
	 * The series of a metric.
	 * @param service the only service that is wanted; null for all
	 */
	List<StoredSeries> select(String metric, @Nullable String service, Predicate<Labels> wanted) {
		Map<String, Map<Labels, StoredSeries>> ofMetric = this.all.getOrDefault(metric, Map.of());
		Collection<Map<Labels, StoredSeries>> some = (service != null)
				? List.of(ofMetric.getOrDefault(service, Map.of())) : ofMetric.values();
		List<StoredSeries> found = new ArrayList<>();
		for (Map<Labels, StoredSeries> same : some) {
			for (StoredSeries series : same.values()) {
				if (wanted.test(series.labels())) {
					found.add(series);
				}
			}
		}
		return found;
	}

	/** Samples have changed: what was computed of them is old. */
	void changed() {
		this.version.incrementAndGet();
	}

	long version() {
		return this.version.get();
	}

	Recent recent() {
		return this.recent;
	}

	/** The names of the metrics, sorted. */
	Set<String> metrics() {
		return new TreeSet<>(this.all.keySet());
	}

	/**
	 * Thins what is old and drops what is too old. When that brings neither the memory
	 * nor the number of series below its bound, less time is kept, a tenth at a time: a
	 * bit more is tried for the next time. Series that are still scraped stay.
	 */
	void trim(Instant now) {
		Duration most = this.options.thinnedRetention();
		Duration keep = this.kept.multipliedBy(21).dividedBy(20);
		keep = (keep.compareTo(most) < 0) ? keep : most;
		this.bytes = age(now, keep);
		Duration least = this.options.interval().multipliedBy(FEWEST);
		while (tooMuch(keep) && keep.compareTo(least) > 0) {
			keep = keep.multipliedBy(9).dividedBy(10);
			keep = (keep.compareTo(least) > 0) ? keep : least;
			this.bytes = age(now, keep);
		}
		this.kept = keep;
	}

	private boolean tooMuch(Duration keep) {
		boolean many = this.count.get() > this.options.maxSeries() * 0.9;
		return this.bytes > this.options.maxBytes() || (many && keep.compareTo(this.options.retention()) > 0);
	}

	private long age(Instant now, Duration keep) {
		long sum = 0;
		long thin = now.minus(this.options.retention()).toEpochMilli();
		long drop = now.minus(keep).toEpochMilli();
		for (Map<String, Map<Labels, StoredSeries>> ofMetric : this.all.values()) {
			for (Map<Labels, StoredSeries> same : ofMetric.values()) {
				for (StoredSeries series : same.values()) {
					if (series.age(thin, drop) && same.remove(series.labels(), series)) {
						this.count.decrementAndGet();
					}
					else {
						sum += series.bytes();
					}
				}
			}
		}
		synchronized (this) {
			this.all.values().forEach((ofMetric) -> ofMetric.values().removeIf(Map::isEmpty));
			this.all.values().removeIf(Map::isEmpty);
		}
		changed();
		return sum;
	}

	int count() {
		return this.count.get();
	}

	long bytes() {
		return this.bytes;
	}

	long refused() {
		return this.refused.get();
	}

	/** How far back samples are kept now; less than asked for when memory is short. */
	Duration kept() {
		return this.kept;
	}

}
