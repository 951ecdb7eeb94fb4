package dev.slipway.telemetry.web;

import java.util.stream.Stream;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.traces.TraceStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the stores are. */
@RestController
@Tag(name = "Telemetry")
class IntegrationController {

	private final LogStore logs;

	private final MetricStore metrics;

	private final TraceStore traces;

	IntegrationController(LogStore logs, MetricStore metrics, TraceStore traces) {
		this.logs = logs;
		this.metrics = metrics;
		this.traces = traces;
	}

	@GetMapping("/api/v1/integrations")
	@Operation(summary = "The stores of logs, metrics and traces, and whether they are well",
			description = "Where they are, and what is wrong exactly, is for operators")
	Page<StoreHealth> integrations(Actor actor) {
		boolean operator = actor.role().compareTo(Role.OPERATOR) >= 0;
		return new Page<>(Stream.of(this.logs.health(), this.metrics.health(), this.traces.health())
			.map((health) -> operator ? health : outside(health))
			.toList(), null);
	}

	/** Without addresses and files of the platform. */
	private static StoreHealth outside(StoreHealth health) {
		return new StoreHealth(health.store(), health.adapter(), health.up(),
				health.up() ? "It answers." : "It does not answer. Operators see why.", health.figures());
	}

	@PostMapping("/api/v1/integrations/{store}/test")
	@Operation(summary = "Asks one store now, whatever went wrong before, and says what to mend; for operators")
	StoreHealth test(@PathVariable String store, Actor actor) {
		if (actor.role().compareTo(Role.OPERATOR) < 0) {
			throw new AccessDenied(actor.name() + " needs the role " + Role.OPERATOR + " to test a connection");
		}
		return switch (store) {
			case "logs" -> this.logs.health();
			case "metrics" -> this.metrics.health();
			case "traces" -> this.traces.health();
			default -> throw Problem.notFound("Store " + store).remedy("Write logs, metrics or traces");
		};
	}

}
