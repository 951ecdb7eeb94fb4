package dev.slipway.telemetry.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.LabelMatcher;
import dev.slipway.observability.metrics.MetricQuery;
import dev.slipway.observability.metrics.MetricSeries;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.PromQl;
import dev.slipway.observability.metrics.Selector;
import dev.slipway.observability.metrics.ServiceSelection;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Any metric of a service over time, by its name and without an expression. */
@RestController
@Tag(name = "Telemetry")
class MetricPointController {

	private static final int POINTS = 120;

	private static final int MOST_SERIES = 50;

	private static final Duration SHORTEST = Duration.ofSeconds(5);

	private static final Duration OVER = Duration.ofMinutes(1);

	private final MetricStore metrics;

	private final Visibility visibility;

	private final Clock clock;

	MetricPointController(MetricStore metrics, Visibility visibility, Clock clock) {
		this.metrics = metrics;
		this.visibility = visibility;
		this.clock = clock;
	}

	@GetMapping("/api/v1/services/{service}/metrics/points")
	@Operation(summary = "One metric of a service over time",
			description = "show: sum, avg, max or min of a level; rate (a second) or increase of a counter; or p50, p95,"
					+ " p99 of a histogram, named by its _bucket. At most 50 series; whole says whether these are all")
	Points points(@PathVariable String service, @RequestParam String metric,
			@RequestParam(defaultValue = "sum") String show,
			@RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release,
			@RequestParam(required = false) @Nullable String pod, @RequestParam(defaultValue = "") String where,
			@RequestParam(defaultValue = "15m") String window, @RequestParam(required = false) @Nullable String over,
			@RequestParam(defaultValue = "") String by, Actor actor) {
		Service found = this.visibility.service(actor, service)
			.orElseThrow(() -> Problem.notFound("Service " + service));
		Duration shown = Objects.requireNonNullElse(TimeParameter.duration("window", window), Duration.ofMinutes(15));
		Duration back = Objects.requireNonNullElse(TimeParameter.duration("over", over), OVER);
		List<LabelMatcher> matchers = new ArrayList<>(
				new ServiceSelection(service, environment, release, pod).matchers());
		matchers.addAll(conditions(where));
		Instant now = this.clock.instant();
		Duration step = (shown.dividedBy(POINTS).compareTo(SHORTEST) > 0) ? shown.dividedBy(POINTS) : SHORTEST;
		try {
			MetricQuery query = query(show, new Selector(metric, matchers), back, split(by));
			List<MetricSeries> all = this.metrics.range(query, this.visibility.scope(found), now.minus(shown), now,
					step);
			return new Points(PromQl.of(query), now.minus(shown), now, step.toMillis(), all.size() <= MOST_SERIES,
					all.stream().limit(MOST_SERIES).map((series) -> series(metric, series)).toList());
		}
		catch (BadMetricQuery ex) {
			throw Problem.invalid("metric", String.valueOf(ex.getMessage()))
				.remedy("See /api/v1/services/" + service + "/metrics/names and …/metrics/labels");
		}
	}

	private static MetricAnswer.Series series(String metric, MetricSeries series) {
		return new MetricAnswer.Series(metric, "", series.labels(),
				series.points()
					.stream()
					.map((point) -> new double[] { point.time().toEpochMilli(), point.value() })
					.filter((point) -> Double.isFinite(point[1]))
					.toList());
	}

	private static MetricQuery query(String show, Selector of, Duration over, List<String> by) {
		return switch (show) {
			case "sum" -> new MetricQuery.Gauge(of, MetricQuery.Aggregation.SUM, by);
			case "avg" -> new MetricQuery.Gauge(of, MetricQuery.Aggregation.AVG, by);
			case "max" -> new MetricQuery.Gauge(of, MetricQuery.Aggregation.MAX, by);
			case "min" -> new MetricQuery.Gauge(of, MetricQuery.Aggregation.MIN, by);
			case "rate" -> new MetricQuery.Rate(of, over, by);
			case "increase" -> new MetricQuery.Increase(of, over, by);
			case "p50" -> new MetricQuery.Quantile(0.5, of, over, by);
			case "p95" -> new MetricQuery.Quantile(0.95, of, over, by);
			case "p99" -> new MetricQuery.Quantile(0.99, of, over, by);
			default -> throw Problem.invalid("show", "'" + show + "' is not known")
				.remedy("Write sum, avg, max, min, rate, increase, p50, p95 or p99");
		};
	}

	/** {@code status=500,uri=/orders}; a value has no comma. */
	private static List<LabelMatcher> conditions(String where) {
		List<LabelMatcher> conditions = new ArrayList<>();
		for (String condition : split(where)) {
			int equals = condition.indexOf('=');
			if (equals < 1) {
				throw Problem.invalid("where", "'" + condition + "' is not like label=value");
			}
			conditions.add(LabelMatcher.equal(condition.substring(0, equals), condition.substring(equals + 1)));
		}
		return conditions;
	}

	private static List<String> split(String list) {
		return Arrays.stream(list.split(",")).map(String::strip).filter((part) -> !part.isEmpty()).toList();
	}

	/**
	 * One metric over time.
	 *
	 * @param expression the question as PromQL, to be asked again elsewhere
	 * @param from start of the series
	 * @param to end of the series
	 * @param stepMillis between two points
	 * @param whole false when there are more series than these
	 * @param series values over time
	 */
	record Points(String expression, Instant from, Instant to, long stepMillis, boolean whole,
			List<MetricAnswer.Series> series) {
	}

}
