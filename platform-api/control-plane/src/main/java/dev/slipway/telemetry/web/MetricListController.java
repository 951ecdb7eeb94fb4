package dev.slipway.telemetry.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.Alert;
import dev.slipway.observability.metrics.AlertRule;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.Kept;
import dev.slipway.observability.metrics.LabelMatcher;
import dev.slipway.observability.metrics.Listing;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.SeriesQuery;
import dev.slipway.observability.metrics.ServiceSelection;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which metrics there are, and the alerts and rules of a store that has some. */
@RestController
@Tag(name = "Telemetry")
class MetricListController {

	private final MetricStore metrics;

	private final Visibility visibility;

	private final Clock clock;

	MetricListController(MetricStore metrics, Visibility visibility, Clock clock) {
		this.metrics = metrics;
		this.visibility = visibility;
		this.clock = clock;
	}

	@GetMapping("/api/v1/services/{service}/metrics/names")
	@Operation(summary = "The names of a service's metrics")
	Listing<String> names(@PathVariable String service, @RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release, @RequestParam(defaultValue = "1h") String window,
			@RequestParam(defaultValue = "1000") int limit, Actor actor) {
		ServiceSelection of = new ServiceSelection(service, environment, release, null);
		return list(actor, of, null, window, limit,
				(asked) -> this.metrics.labelValues(PromQl.NAME, asked.query(), asked.scope()));
	}

	@GetMapping("/api/v1/services/{service}/metrics/labels")
	@Operation(summary = "The names of the labels that a service's metrics have")
	Listing<String> labels(@PathVariable String service, @RequestParam(required = false) @Nullable String metric,
			@RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release, @RequestParam(defaultValue = "1h") String window,
			@RequestParam(defaultValue = "1000") int limit, Actor actor) {
		ServiceSelection of = new ServiceSelection(service, environment, release, null);
		return list(actor, of, metric, window, limit, (asked) -> this.metrics.labels(asked.query(), asked.scope()));
	}

	@GetMapping("/api/v1/services/{service}/metrics/labels/{label}/values")
	@Operation(summary = "The values that a label of a service's metrics has")
	Listing<String> values(@PathVariable String service, @PathVariable String label,
			@RequestParam(required = false) @Nullable String metric,
			@RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release, @RequestParam(defaultValue = "1h") String window,
			@RequestParam(defaultValue = "1000") int limit, Actor actor) {
		ServiceSelection of = new ServiceSelection(service, environment, release, null);
		return list(actor, of, metric, window, limit,
				(asked) -> this.metrics.labelValues(label, asked.query(), asked.scope()));
	}

	@GetMapping("/api/v1/services/{service}/metrics/series")
	@Operation(summary = "A service's series, as their labels; __name__ is the metric")
	Listing<Map<String, String>> series(@PathVariable String service,
			@RequestParam(required = false) @Nullable String metric,
			@RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release, @RequestParam(defaultValue = "1h") String window,
			@RequestParam(defaultValue = "1000") int limit, Actor actor) {
		ServiceSelection of = new ServiceSelection(service, environment, release, null);
		return list(actor, of, metric, window, limit, (asked) -> this.metrics.series(asked.query(), asked.scope()));
	}

	@GetMapping("/api/v1/services/{service}/metrics/alerts")
	@Operation(summary = "The alerts of a service that are under way; reason says why a store keeps none")
	Kept<Alert> alerts(@PathVariable String service, @RequestParam(required = false) @Nullable String environment,
			Actor actor) {
		Kept<Alert> all = this.metrics.alerts(this.visibility.scope(found(actor, service)));
		return new Kept<>(all.items()
			.stream()
			.filter((alert) -> service.equals(alert.labels().get("service")))
			.filter((alert) -> environment == null
					|| environment.equals(alert.labels().getOrDefault("environment", environment)))
			.toList(), all.reason());
	}

	@GetMapping("/api/v1/metrics/rules")
	@Operation(summary = "The recording and alert rules of the metric store",
			description = "Operators see all; others those of their teams, or with an alert of theirs")
	Kept<AlertRule> rules(Actor actor) {
		return this.metrics.rules(this.visibility.scope(actor));
	}

	private <T> Listing<T> list(Actor actor, ServiceSelection of, @Nullable String metric, String window, int limit,
			Function<Asked, Listing<T>> ask) {
		QueryScope scope = this.visibility.scope(found(actor, of.service()));
		Duration shown = Objects.requireNonNullElse(TimeParameter.duration("window", window), Duration.ofHours(1));
		if (limit < 1 || limit > SeriesQuery.MOST) {
			throw Problem.invalid("limit", "A list has 1 to " + SeriesQuery.MOST + " entries");
		}
		Instant now = this.clock.instant();
		List<LabelMatcher> matchers = new ArrayList<>(of.matchers());
		String name = (metric != null && !metric.isBlank()) ? metric : null;
		try {
			return ask.apply(new Asked(new SeriesQuery(name, matchers, now.minus(shown), now, limit), scope));
		}
		catch (BadMetricQuery ex) {
			throw Problem.invalid((name != null) ? "metric" : "label", String.valueOf(ex.getMessage()));
		}
	}

	private Service found(Actor actor, String service) {
		return this.visibility.service(actor, service).orElseThrow(() -> Problem.notFound("Service " + service));
	}

	/** What is asked, and within what. */
	private record Asked(SeriesQuery query, QueryScope scope) {
	}

}
