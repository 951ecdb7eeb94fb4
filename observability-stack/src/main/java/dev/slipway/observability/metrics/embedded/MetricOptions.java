package dev.slipway.observability.metrics.embedded;

import java.time.Duration;

/**
 * How often is scraped and how much is kept.
 *
 * @param interval between two scrapes of a target; also the time-out of one
 * @param retention how long samples are kept
 * @param maxBytes the most memory for samples; the oldest go first
 * @param maxSeries more series than this are refused
 */
public record MetricOptions(Duration interval, Duration retention, long maxBytes, int maxSeries) {

	/** Every five seconds, an hour, 48 MB, 100,000 series. */
	public static MetricOptions defaults() {
		return new MetricOptions(Duration.ofSeconds(5), Duration.ofHours(1), 48L << 20, 100_000);
	}

}
