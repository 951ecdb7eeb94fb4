package dev.slipway.telemetry.adapter;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is kept of telemetry, and how often it is asked for.
 *
 * @param logs the log store
 * @param metrics the metric store
 * @param traces the trace store
 */
@ConfigurationProperties("slipway")
record TelemetrySettings(@DefaultValue Logs logs, @DefaultValue Metrics metrics, @DefaultValue Traces traces) {

	/**
	 * The log store.
	 *
	 * @param maxSize the most disk; the oldest go first
	 * @param maxAge how long lines are kept
	 * @param minFree so much of the disk is left to others: below it the oldest go
	 */
	record Logs(@DefaultValue("2GB") DataSize maxSize, @DefaultValue("7d") Duration maxAge,
			@DefaultValue("256MB") DataSize minFree) {
	}

	/**
	 * The metric store.
	 *
	 * @param interval between two scrapes
	 * @param retention how long every sample is kept
	 * @param thinnedRetention how long one sample in five minutes is kept
	 * @param maxMemory the most memory for samples; the oldest go first
	 * @param maxSeries more are refused
	 */
	record Metrics(@DefaultValue("5s") Duration interval, @DefaultValue("1h") Duration retention,
			@DefaultValue("24h") Duration thinnedRetention, @DefaultValue("48MB") DataSize maxMemory,
			@DefaultValue("100000") int maxSeries) {
	}

	/**
	 * The trace store.
	 *
	 * @param maxSpans the most spans; the oldest traces go first
	 */
	record Traces(@DefaultValue("40000") int maxSpans) {
	}

}
