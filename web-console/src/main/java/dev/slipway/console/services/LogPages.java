package dev.slipway.console.services;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The logs of a service: a query, counts over time, and the live tail. */
@Controller
class LogPages {

	private final ServiceFrame frame;

	LogPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/logs")
	String logs(Api api, Model model, @PathVariable String service, @RequestParam(defaultValue = "") String query,
			@RequestParam(defaultValue = "") String level, @RequestParam(defaultValue = "1h") String window,
			@RequestParam(defaultValue = "") String env, @RequestParam(defaultValue = "") String cursor) {
		this.frame.open(api, model, service, "logs");
		model.addAttribute("query", query);
		model.addAttribute("level", level);
		model.addAttribute("levels", levels(level));
		model.addAttribute("window", window);
		model.addAttribute("env", env);
		ServiceFrame.trying(model, () -> {
			Logs logs = api.get(Logs.class,
					"/services/{s}/logs?limit=200&histogram=true&query={q}&level={l}&from=now-{w}&cursor={c}"
							+ (env.isEmpty() ? "" : "&environment={e}"),
					service, query, levels(level), window, cursor, env);
			model.addAttribute("logs", logs);
			model.addAttribute("bars", bars(logs));
		});
		return "service/logs";
	}

	/** A level and what is worse. */
	private static String levels(String level) {
		return switch (level) {
			case "ERROR" -> "ERROR,FATAL";
			case "WARN" -> "WARN,ERROR,FATAL";
			case "INFO" -> "INFO,WARN,ERROR,FATAL";
			default -> "";
		};
	}

	private static List<Bar> bars(Logs logs) {
		Histogram histogram = logs.histogram();
		if (histogram == null || histogram.buckets() == null) {
			return List.of();
		}
		long most = Math.max(1, histogram.buckets().stream().mapToLong(Bucket::count).max().orElse(1));
		return histogram.buckets()
			.stream()
			.map((bucket) -> new Bar(bucket.start(), bucket.count(), bucket.errors(),
					Math.round(1000.0 * (bucket.count() - bucket.errors()) / most) / 10.0,
					Math.round(1000.0 * bucket.errors() / most) / 10.0))
			.toList();
	}

	/** A page of records. */
	record Logs(@Nullable List<LogLine> items, @Nullable String nextCursor, long total, boolean totalExact,
			@Nullable Histogram histogram) {
	}

	/** A record. */
	record LogLine(String id, Instant timestamp, String message, @Nullable String level, @Nullable String logger,
			@Nullable String environment, @Nullable String release, @Nullable String pod, @Nullable String traceId,
			@Nullable String stackTrace, @Nullable Map<String, String> fields) {
	}

	/** Counts over time. */
	record Histogram(long intervalMillis, @Nullable List<Bucket> buckets) {
	}

	/** One count. */
	record Bucket(Instant start, long count, long errors) {
	}

	/** One bar: heights in percent. */
	record Bar(Instant start, long count, long errors, double fine, double bad) {
	}

}
