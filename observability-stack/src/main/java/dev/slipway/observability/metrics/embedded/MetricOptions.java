package dev.slipway.observability.metrics.embedded;

import java.time.Duration;

/**
 * How often is scraped and how much is kept.
 *
 * @param interval between two scrapes of a target; also the time-out of one
 * @param retention how long every sample is kept
 * @param thinnedRetention how long one sample in five minutes is kept
 * @param maxBytes the most memory; the oldest go first
 * @param maxSeries more series than this are refused
 */
public record MetricOptions(Duration interval, Duration retention, Duration thinnedRetention, long maxBytes,
		int maxSeries) {

	/** Samples end with their retention, none are thinned. */
	public MetricOptions(Duration interval, Duration retention, long maxBytes, int maxSeries) {
		this(interval, retention, retention, maxBytes, maxSeries);
	}

	/** Every five seconds, an hour and thinned a day, 48 MB, 100,000 series. */
	public static MetricOptions defaults() {
		return new MetricOptions(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(1), 48L << 20, 100_000);
	}

}
