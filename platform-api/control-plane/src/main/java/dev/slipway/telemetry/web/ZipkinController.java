package dev.slipway.telemetry.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesEncoder;
import zipkin2.codec.SpanBytesEncoder;

/**
 * The reading half of Zipkin's v2 API, so that its tools work. Answers what the actor
 * sees.
 */
@RestController
@Tag(name = "Zipkin")
@RequestMapping(path = "/api/v2", produces = MediaType.APPLICATION_JSON_VALUE)
class ZipkinController {

	private final TraceStore store;

	private final Visibility visibility;

	private final Clock clock;

	ZipkinController(TraceStore store, Visibility visibility, Clock clock) {
		this.store = store;
		this.visibility = visibility;
		this.clock = clock;
	}

	@GetMapping("/services")
	@Operation(summary = "The names of the services that have spans")
	List<String> services(Actor actor) {
		return this.store.services(this.visibility.scope(actor));
	}

	@GetMapping("/spans")
	@Operation(summary = "The names of the spans of a service")
	List<String> spanNames(@RequestParam String serviceName, Actor actor) {
		return this.store.spanNames(serviceName, this.visibility.scope(actor));
	}

	@GetMapping("/trace/{id}")
	@Operation(summary = "One trace in Zipkin's v2 format")
	ResponseEntity<byte[]> trace(@PathVariable String id, Actor actor) {
		return json(this.store.trace(id, this.visibility.scope(actor))
			.map(SpanBytesEncoder.JSON_V2::encodeList)
			.orElseThrow(() -> Problem.notFound("Trace " + id)));
	}

	@GetMapping("/traces")
	@Operation(summary = "Traces in Zipkin's v2 format")
	ResponseEntity<byte[]> traces(@RequestParam(required = false) @Nullable String serviceName,
			@RequestParam(required = false) @Nullable String spanName,
			@RequestParam(required = false) @Nullable String annotationQuery,
			@RequestParam(required = false) @Nullable Long minDuration,
			@RequestParam(required = false) @Nullable Long maxDuration,
			@RequestParam(required = false) @Nullable Long endTs,
			@RequestParam(required = false) @Nullable Long lookback, @RequestParam(defaultValue = "10") int limit,
			Actor actor) {
		Instant to = end(endTs);
		TraceQuery query = new TraceQuery(some(serviceName), some(spanName), annotations(annotationQuery),
				micros(minDuration), micros(maxDuration), start(to, lookback), to, limit);
		return json(list(this.store.search(query, this.visibility.scope(actor))));
	}

	@GetMapping("/dependencies")
	@Operation(summary = "Who calls whom, in Zipkin's v2 format")
	ResponseEntity<byte[]> dependencies(@RequestParam(required = false) @Nullable Long endTs,
			@RequestParam(required = false) @Nullable Long lookback, Actor actor) {
		Instant to = end(endTs);
		return json(DependencyLinkBytesEncoder.JSON_V1
			.encodeList(this.store.dependencies(start(to, lookback), to, this.visibility.scope(actor))));
	}

	/** Zipkin's own form: {@code error and http.method=GET}. */
	static Map<String, String> annotations(@Nullable String query) {
		Map<String, String> tags = new HashMap<>();
		if (query != null) {
			for (String part : query.split(" and ")) {
				int equals = part.indexOf('=');
				String key = ((equals < 0) ? part : part.substring(0, equals)).strip();
				if (!key.isEmpty()) {
					tags.put(key, (equals < 0) ? "" : part.substring(equals + 1).strip());
				}
			}
		}
		return tags;
	}

	private static byte[] list(List<List<Span>> traces) {
		StringBuilder json = new StringBuilder("[");
		for (List<Span> trace : traces) {
			json.append((json.length() > 1) ? "," : "")
				.append(new String(SpanBytesEncoder.JSON_V2.encodeList(trace), StandardCharsets.UTF_8));
		}
		return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
	}

	private static ResponseEntity<byte[]> json(byte[] body) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
	}

	private Instant end(@Nullable Long endTs) {
		return (endTs != null) ? Instant.ofEpochMilli(endTs) : this.clock.instant();
	}

	private static Instant start(Instant to, @Nullable Long lookback) {
		return to.minusMillis((lookback != null) ? Math.max(1, lookback) : Duration.ofDays(1).toMillis());
	}

	private static @Nullable Duration micros(@Nullable Long micros) {
		return (micros != null) ? Duration.ofNanos(Math.max(1, micros) * 1000) : null;
	}

	private static @Nullable String some(@Nullable String text) {
		return (text != null && !text.isBlank() && !text.equals("all")) ? text : null;
	}

}
