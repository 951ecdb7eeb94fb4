package dev.slipway.console.services;

import java.time.Instant;
import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The metrics of a service; the charts fetch their numbers from the API themselves. */
@Controller
class MetricPages {

	private final ServiceFrame frame;

	MetricPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/metrics")
	String metrics(Api api, Model model, @PathVariable String service,
			@RequestParam(name = "env", required = false) @Nullable String wanted,
			@RequestParam(defaultValue = "15m") String window) {
		this.frame.open(api, model, service, "metrics");
		String environment = this.frame.environment(api, model, wanted);
		// A store that does not answer says so on the charts; the page is there without.
		ServiceFrame.trying(model, () -> api.find("/services/{s}/metrics/alerts?environment={e}", service, environment)
			.ifPresent((found) -> model.addAttribute("alerts", Json.as(Alerts.class, found))));
		model.addAttribute("window", window.matches("\\d{1,4}[smhd]") ? window : "15m");
		return "service/metrics";
	}

	/** Alerts under way; or why the store keeps none. */
	record Alerts(List<Alert> items, @Nullable String reason) {
	}

	/** One of them. */
	record Alert(String name, String state, String summary, @Nullable Instant since, String value) {
	}

}
