package dev.slipway.console.services;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The traces of a service: the list, and one as a waterfall. */
@Controller
class TracePages {

	/** A page of more is slow to draw and not read by anybody. */
	private static final int MOST_ROWS = 1000;

	private final ServiceFrame frame;

	TracePages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/traces")
	String list(Api api, Model model, @PathVariable String service, @RequestParam(defaultValue = "") String name,
			@RequestParam(defaultValue = "") String minDuration, @RequestParam(defaultValue = "1h") String window) {
		this.frame.open(api, model, service, "traces");
		model.addAttribute("name", name);
		model.addAttribute("minDuration", minDuration);
		model.addAttribute("window", window);
		ServiceFrame.trying(model,
				() -> model.addAttribute("traces",
						api.items(Trace.class, "/services/{s}/traces?limit=100&name={n}&minDuration={d}&from=now-{w}",
								service, name, minDuration, window)));
		return "service/traces";
	}

	@GetMapping("/services/{service}/traces/{id}")
	String one(Api api, Model model, @PathVariable String service, @PathVariable String id) {
		this.frame.open(api, model, service, "traces");
		Spans trace = api.get(Spans.class, "/services/{s}/traces/{t}", service, id);
		model.addAttribute("trace", trace);
		List<Span> spans = (trace.spans() != null) ? trace.spans() : List.of();
		List<Row> rows = waterfall(spans.subList(0, Math.min(spans.size(), MOST_ROWS)));
		model.addAttribute("rows", rows);
		model.addAttribute("spans", spans.size());
		model.addAttribute("total", rows.stream().mapToLong(Row::end).max().orElse(0));
		return "service/trace";
	}

	/**
	 * Places spans on a common time line. A span that starts 25 ms into a trace of 100 ms
	 * and takes 50 ms has left 25 and width 50.
	 */
	static List<Row> waterfall(List<Span> spans) {
		Instant start = spans.stream()
			.map(Span::startedAt)
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElse(Instant.EPOCH);
		double total = Math.max(1,
				spans.stream().mapToLong((span) -> offset(start, span) + span.micros()).max().orElse(1));
		Map<String, Integer> depths = new HashMap<>();
		List<Row> rows = new ArrayList<>();
		for (Span span : spans) {
			int depth = (span.parentId() != null) ? depths.getOrDefault(span.parentId(), -1) + 1 : 0;
			depths.merge(span.id(), depth, Math::min);
			long offset = offset(start, span);
			rows.add(new Row(span, depth, 100 * offset / total, Math.max(0.3, 100 * span.micros() / total),
					offset + span.micros()));
		}
		return rows;
	}

	private static long offset(Instant start, Span span) {
		return (span.startedAt() == null) ? 0 : Duration.between(start, span.startedAt()).toNanos() / 1000;
	}

	/** A trace in the list. */
	record Trace(String traceId, @Nullable String name, @Nullable String service, @Nullable Instant startedAt,
			long durationMicros, int spans, @Nullable List<String> services, boolean error) {
	}

	/** A trace with its spans, in order of their start. */
	record Spans(String traceId, @Nullable List<Span> spans) {
	}

	/** A span. */
	record Span(String id, @Nullable String parentId, @Nullable String name, @Nullable String kind,
			@Nullable String service, @Nullable Instant startedAt, @Nullable Long durationMicros, boolean error,
			@Nullable Map<String, String> tags) {

		public long micros() {
			return (this.durationMicros != null) ? this.durationMicros : 0;
		}

	}

	/**
	 * A span on the time line.
	 *
	 * @param left where it begins, in percent
	 * @param width how long it is, in percent
	 * @param end microseconds after the trace's start
	 */
	record Row(Span span, int depth, double left, double width, long end) {
	}

}
