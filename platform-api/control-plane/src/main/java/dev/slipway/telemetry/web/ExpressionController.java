package dev.slipway.telemetry.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** PromQL as operators write it. */
@RestController
@Tag(name = "Telemetry")
class ExpressionController {

	private static final int MOST_SERIES = 1000;

	private final MetricStore metrics;

	private final Visibility visibility;

	private final Clock clock;

	ExpressionController(MetricStore metrics, Visibility visibility, Clock clock) {
		this.metrics = metrics;
		this.visibility = visibility;
		this.clock = clock;
	}

	@GetMapping("/api/v1/metrics/query")
	@Operation(summary = "The values of a PromQL expression at one time; for operators, where Prometheus is configured",
			description = "With a team, every selection of series in it is confined to that team")
	Page<Value> query(@RequestParam String query, @RequestParam(required = false) @Nullable String to,
			@RequestParam(required = false) @Nullable String team, Actor actor) {
		if (actor.role().compareTo(Role.OPERATOR) < 0) {
			throw new AccessDenied(actor.name() + " needs the role " + Role.OPERATOR + " to write PromQL; a service's"
					+ " metrics are at /api/v1/services/{service}/metrics");
		}
		Instant now = this.clock.instant();
		Instant at = Objects.requireNonNullElse(TimeParameter.instant("to", to, now), now);
		try {
			List<Value> values = this.metrics.expression(query, scope(team, actor), at)
				.stream()
				.map((series) -> new Value(series.labels(), series.points().get(0).time(),
						text(series.points().get(0).value())))
				.toList();
			if (values.size() > MOST_SERIES) {
				throw Problem.invalid("query", "The expression yields more than " + MOST_SERIES + " series")
					.remedy("Sum them up, or take the first ones by topk");
			}
			return new Page<>(values, null);
		}
		catch (BadMetricQuery ex) {
			throw Problem.invalid("query", String.valueOf(ex.getMessage()));
		}
	}

	private QueryScope scope(@Nullable String team, Actor actor) {
		return (team != null && !team.isBlank()) ? QueryScope.of(Set.of(team), Set.of()) : this.visibility.scope(actor);
	}

	/** JSON has no infinite numbers. */
	private static String text(double value) {
		return Double.isInfinite(value) ? ((value > 0) ? "+Inf" : "-Inf") : Double.toString(value);
	}

	/**
	 * A value of a series.
	 *
	 * @param labels the store's own
	 * @param time when
	 * @param value a number, {@code +Inf} or {@code -Inf}
	 */
	record Value(Map<String, String> labels, Instant time, String value) {
	}

}
