package dev.slipway.telemetry.web;

import java.util.List;

import dev.slipway.api.Page;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.traces.TraceStore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the stores are. */
@RestController
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
	Page<StoreHealth> integrations() {
		return new Page<>(List.of(this.logs.health(), this.metrics.health(), this.traces.health()), null);
	}

}
