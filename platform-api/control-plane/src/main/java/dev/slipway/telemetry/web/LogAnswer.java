package dev.slipway.telemetry.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.observability.logs.LogHistogram;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A page of log records.
 *
 * @param items newest first
 * @param nextCursor for the next older page; null on the last
 * @param total how many match
 * @param totalExact false when the store stopped counting there
 * @param histogram counts over time, when asked for
 */
record LogAnswer(List<Item> items, @Nullable String nextCursor, long total, boolean totalExact,
		@Nullable Histogram histogram) {

	/**
	 * A record.
	 *
	 * @param id unique in the store
	 * @param timestamp when
	 * @param message the text; show it as text, never as HTML
	 * @param level as the process wrote it
	 * @param logger the logger
	 * @param service the service
	 * @param environment the environment
	 * @param release the release
	 * @param pod the pod
	 * @param traceId the trace
	 * @param spanId the span
	 * @param stackTrace the stack trace
	 * @param fields the other fields
	 * @param highlights where query terms stand
	 */
	record Item(String id, Instant timestamp, String message, @Nullable String level, @Nullable String logger,
			String service, String environment, String release, String pod, @Nullable String traceId,
			@Nullable String spanId, @Nullable String stackTrace, Map<String, String> fields,
			List<LogHit.Highlight> highlights) {

		static Item of(LogHit hit) {
			LogRecord record = hit.record();
			return new Item(hit.id(), record.timestamp(), record.message(), record.level(), record.logger(),
					record.origin().service(), record.origin().environment(), record.origin().release(),
					record.origin().pod(), record.traceId(), record.spanId(), record.stackTrace(),
					new TreeMap<>(record.extra()), hit.highlights());
		}

	}

	/**
	 * Counts over time.
	 *
	 * @param intervalMillis the width of a bucket
	 * @param buckets in order, without gaps
	 */
	record Histogram(long intervalMillis, List<LogHistogram.Bucket> buckets) {

		static Histogram of(LogHistogram histogram) {
			return new Histogram(histogram.interval().toMillis(), histogram.buckets());
		}

	}

}
