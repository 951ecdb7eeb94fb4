package dev.slipway.telemetry.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.slipway.access.Actor;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.observability.traces.TraceQuery;
import dev.slipway.observability.traces.TraceStore;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import zipkin2.DependencyLink;

/** The traces of a service. */
@RestController
@Tag(name = "Telemetry")
@RequestMapping("/api/v1/services/{service}")
class TraceController {

	private static final Duration HOUR = Duration.ofHours(1);

	private final TraceStore store;

	private final Visibility visibility;

	private final Clock clock;

	TraceController(TraceStore store, Visibility visibility, Clock clock) {
		this.store = store;
		this.visibility = visibility;
		this.clock = clock;
	}

	@GetMapping("/traces")
	@Operation(summary = "The traces in which a service takes part, newest first")
	Page<TraceAnswer.Summary> search(@PathVariable String service,
			@RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release,
			@RequestParam(required = false) @Nullable String minDuration,
			@RequestParam(required = false) @Nullable String maxDuration,
			@RequestParam(required = false) @Nullable String name,
			@RequestParam(required = false) @Nullable String tags,
			@RequestParam(required = false) @Nullable String from, @RequestParam(required = false) @Nullable String to,
			@RequestParam(defaultValue = "50") int limit, Actor actor) {
		Service found = visible(actor, service);
		Instant now = this.clock.instant();
		Instant end = Objects.requireNonNullElse(TimeParameter.instant("to", to, now), now);
		Instant start = Objects.requireNonNullElse(TimeParameter.instant("from", from, now), end.minus(HOUR));
		TraceQuery query = new TraceQuery(found.name(), (name != null && !name.isBlank()) ? name : null,
				tags(tags, environment, release), TimeParameter.duration("minDuration", minDuration),
				TimeParameter.duration("maxDuration", maxDuration), start, end, limit);
		return new Page<>(
				this.store.search(query, this.visibility.scope(found)).stream().map(TraceAnswer.Summary::of).toList(),
				null);
	}

	/**
	 * {@code http.method=GET,error}: pairs or names alone, separated by commas. Services
	 * made from a template tag their spans with the place they come from.
	 */
	private static Map<String, String> tags(@Nullable String text, @Nullable String environment,
			@Nullable String release) {
		Map<String, String> tags = new HashMap<>();
		if (environment != null && !environment.isBlank()) {
			tags.put("slipway.environment", environment);
		}
		if (release != null && !release.isBlank()) {
			tags.put("slipway.release", release);
		}
		if (text != null) {
			for (String tag : text.split(",")) {
				int equals = tag.indexOf('=');
				String key = ((equals < 0) ? tag : tag.substring(0, equals)).strip();
				if (!key.isEmpty()) {
					tags.put(key, (equals < 0) ? "" : tag.substring(equals + 1).strip());
				}
			}
		}
		return tags;
	}

	@GetMapping("/traces/{id}")
	@Operation(summary = "One trace with its spans",
			description = "Of other teams' spans only the service and the duration are told.")
	TraceAnswer trace(@PathVariable String service, @PathVariable String id, Actor actor) {
		Service found = visible(actor, service);
		return this.store.trace(id, this.visibility.scope(found))
			.map(TraceAnswer::of)
			.orElseThrow(() -> Problem.notFound("Trace " + id + " of service " + service)
				.remedy("Spans arrive a second or two after the request; the oldest are dropped when there are many"));
	}

	@GetMapping("/dependencies")
	@Operation(summary = "Who calls the service and whom it calls")
	Page<Dependency> dependencies(@PathVariable String service, @RequestParam(required = false) @Nullable String from,
			@RequestParam(required = false) @Nullable String to, Actor actor) {
		Service found = visible(actor, service);
		Instant now = this.clock.instant();
		Instant end = Objects.requireNonNullElse(TimeParameter.instant("to", to, now), now);
		Instant start = Objects.requireNonNullElse(TimeParameter.instant("from", from, now), end.minus(HOUR));
		return new Page<>(
				this.store.dependencies(start, end, this.visibility.scope(found)).stream().map(Dependency::of).toList(),
				null);
	}

	private Service visible(Actor actor, String service) {
		return this.visibility.service(actor, service).orElseThrow(() -> Problem.notFound("Service " + service));
	}

	/**
	 * One service calls another.
	 *
	 * @param parent who calls
	 * @param child who is called
	 * @param calls how often
	 * @param errors how often it failed
	 */
	record Dependency(String parent, String child, long calls, long errors) {

		static Dependency of(DependencyLink link) {
			return new Dependency(link.parent(), link.child(), link.callCount(), link.errorCount());
		}

	}

}
