package dev.slipway.observability.metrics.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

	private final MetricOptions options;

	private final Map<String, Map<Labels, StoredSeries>> byMetric = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicLong refused = new AtomicLong();

	private volatile long bytes;

	private volatile Duration kept;

	SeriesStore(MetricOptions options) {
		this.options = options;
		this.kept = options.retention();
	}

	/** The series, made when missing; null when there are too many. */
	@Nullable StoredSeries series(String metric, Labels labels) {
		Map<Labels, StoredSeries> ofMetric = this.byMetric.computeIfAbsent(metric.intern(),
				(name) -> new ConcurrentHashMap<>(4));
		StoredSeries there = ofMetric.get(labels);
		if (there != null) {
			return there;
		}
		if (this.count.get() >= this.options.maxSeries()) {
			this.refused.incrementAndGet();
			return null;
		}
		return ofMetric.computeIfAbsent(labels, (key) -> {
			this.count.incrementAndGet();
			return new StoredSeries(key);
		});
	}

	List<StoredSeries> select(String metric, Predicate<Labels> wanted) {
		List<StoredSeries> found = new ArrayList<>();
		for (StoredSeries series : this.byMetric.getOrDefault(metric, Map.of()).values()) {
			if (wanted.test(series.labels())) {
				found.add(series);
			}
		}
		return found;
	}

	/** The names of the metrics, sorted. */
	Set<String> metrics() {
		return new TreeSet<>(this.byMetric.keySet());
	}

	/**
	 * Drops what is too old. When that does not bring the samples below the bound, less
	 * time is kept, a tenth at a time.
	 */
	void trim(Instant now) {
		Duration keep = this.options.retention();
		this.bytes = dropBefore(now.minus(keep));
		while (this.bytes > this.options.maxBytes() && keep.compareTo(this.options.interval()) > 0) {
			keep = keep.multipliedBy(9).dividedBy(10);
			this.bytes = dropBefore(now.minus(keep));
		}
		this.kept = keep;
	}

	private long dropBefore(Instant time) {
		long sum = 0;
		long millis = time.toEpochMilli();
		for (Map<Labels, StoredSeries> ofMetric : this.byMetric.values()) {
			for (StoredSeries series : ofMetric.values()) {
				if (series.dropBefore(millis) && ofMetric.remove(series.labels(), series)) {
					this.count.decrementAndGet();
				}
				else {
					sum += series.bytes();
				}
			}
		}
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
