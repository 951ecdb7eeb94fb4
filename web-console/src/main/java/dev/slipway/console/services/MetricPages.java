package dev.slipway.console.services;

import dev.slipway.console.api.Api;
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
		this.frame.environment(api, model, wanted);
		model.addAttribute("window", window.matches("\\d{1,4}[smhd]") ? window : "15m");
		return "service/metrics";
	}

}
