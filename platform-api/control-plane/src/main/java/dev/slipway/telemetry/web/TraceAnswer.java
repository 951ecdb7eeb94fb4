package dev.slipway.telemetry.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import zipkin2.Span;

/**
 * A trace with its spans.
 *
 * @param traceId its id
 * @param spans in order of their start
 */
record TraceAnswer(String traceId, List<SpanItem> spans) {

	static TraceAnswer of(List<Span> spans) {
		return new TraceAnswer(spans.get(0).traceId(),
				spans.stream().sorted(Comparator.comparingLong(Span::timestampAsLong)).map(SpanItem::of).toList());
	}

	/**
	 * A span.
	 *
	 * @param id its id
	 * @param parentId the span around it
	 * @param name what was done
	 * @param kind CLIENT, SERVER, PRODUCER or CONSUMER
	 * @param service who did it
	 * @param startedAt when; null when unknown
	 * @param durationMicros how long; null when unknown
	 * @param error whether it failed
	 * @param tags what is known of it
	 * @param annotations what happened meanwhile
	 */
	record SpanItem(String id, @Nullable String parentId, String name, @Nullable String kind, String service,
			@Nullable Instant startedAt, @Nullable Long durationMicros, boolean error, Map<String, String> tags,
			List<Note> annotations) {

		static SpanItem of(Span span) {
			List<Note> notes = new ArrayList<>();
			span.annotations().forEach((note) -> notes.add(new Note(micros(note.timestamp()), note.value())));
			return new SpanItem(span.id(), span.parentId(), text(span.name()),
					(span.kind() != null) ? span.kind().name() : null, text(span.localServiceName()),
					(span.timestampAsLong() > 0) ? micros(span.timestampAsLong()) : null, span.duration(),
					span.tags().containsKey("error"), new TreeMap<>(span.tags()), notes);
		}

	}

	/**
	 * Something that happened in a span.
	 *
	 * @param time when
	 * @param value what
	 */
	record Note(Instant time, String value) {
	}

	/**
	 * A trace in a list.
	 *
	 * @param traceId its id
	 * @param name of its first span
	 * @param service of its first span
	 * @param startedAt when; null when unknown
	 * @param durationMicros from the first start to the last end
	 * @param spans how many
	 * @param services who took part
	 * @param error whether a span failed
	 */
	record Summary(String traceId, String name, String service, @Nullable Instant startedAt, long durationMicros,
			int spans, List<String> services, boolean error) {

		static Summary of(List<Span> spans) {
			Span root = spans.stream()
				.filter((span) -> span.parentId() == null)
				.findFirst()
				.orElseGet(() -> spans.stream().min(Comparator.comparingLong(Span::timestampAsLong)).orElseThrow());
			long start = spans.stream().mapToLong(Span::timestampAsLong).filter((t) -> t > 0).min().orElse(0);
			long end = spans.stream().mapToLong((s) -> s.timestampAsLong() + s.durationAsLong()).max().orElse(start);
			return new Summary(root.traceId(), text(root.name()), text(root.localServiceName()),
					(start > 0) ? micros(start) : null, Math.max(0, end - start), spans.size(),
					spans.stream().map((span) -> text(span.localServiceName())).distinct().sorted().toList(),
					spans.stream().anyMatch((span) -> span.tags().containsKey("error")));
		}

	}

	private static Instant micros(long micros) {
		return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
