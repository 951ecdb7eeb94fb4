package dev.slipway.telemetry.web;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.observability.metrics.ServiceSelection;
import dev.slipway.telemetry.ServiceMetrics;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ready-made questions about a service. */
@RestController
@Tag(name = "Telemetry")
class MetricController {

	private static final Set<String> SPLITS = Set.of("environment", "release", "pod");

	private static final int MAX_POINTS = 2000;

	private final ServiceMetrics metrics;

	private final Visibility visibility;

	private final Clock clock;

	MetricController(ServiceMetrics metrics, Visibility visibility, Clock clock) {
		this.metrics = metrics;
		this.visibility = visibility;
		this.clock = clock;
	}

	@GetMapping("/api/v1/services/{service}/metrics")
	@Operation(summary = "Request rate, errors, latencies, heap and CPU of a service as series")
	MetricAnswer metrics(@PathVariable String service, @RequestParam(required = false) @Nullable String environment,
			@RequestParam(required = false) @Nullable String release,
			@RequestParam(required = false) @Nullable String pod, @RequestParam(defaultValue = "15m") String window,
			@RequestParam(required = false) @Nullable String to, @RequestParam(required = false) @Nullable String step,
			@RequestParam(required = false) @Nullable String over, @RequestParam(defaultValue = "") String by,
			Actor actor) {
		Service found = this.visibility.service(actor, service)
			.orElseThrow(() -> Problem.notFound("Service " + service));
		Duration shown = Objects.requireNonNullElse(TimeParameter.duration("window", window), Duration.ofMinutes(15));
		Duration width = TimeParameter.duration("step", step);
		if (width != null && shown.dividedBy(width) > MAX_POINTS) {
			throw Problem.invalid("step", "A step of " + step + " makes more than " + MAX_POINTS + " points")
				.remedy("Ask for a larger step or a shorter window");
		}
		return MetricAnswer.of(service, environment, release,
				this.metrics.view(new ServiceSelection(service, environment, release, pod),
						this.visibility.scope(found), shown, TimeParameter.instant("to", to, this.clock.instant()),
						width, TimeParameter.duration("over", over), splits(by)));
	}

	private static List<String> splits(String by) {
		List<String> labels = Arrays.stream(by.split(",")).map(String::strip).filter((l) -> !l.isEmpty()).toList();
		if (!SPLITS.containsAll(labels)) {
			throw Problem.invalid("by", "The series can be split by " + SPLITS.stream().sorted().toList());
		}
		return labels;
	}

}
