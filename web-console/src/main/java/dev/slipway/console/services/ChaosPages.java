package dev.slipway.console.services;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.services.Views.Line;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Experiments on a service: run them, follow them, halt everything. */
@Controller
class ChaosPages {

	private final ServiceFrame frame;

	ChaosPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/chaos")
	String list(Api api, Model model, @PathVariable String service) {
		this.frame.open(api, model, service, "chaos");
		List<Experiment> experiments = api.items(Experiment.class, "/experiments?limit=100");
		model.addAttribute("experiments",
				experiments.stream().filter((experiment) -> service.equals(experiment.service())).toList());
		model.addAttribute("chaos", api.get(Chaos.class, "/chaos"));
		if (!model.containsAttribute("form")) {
			model.addAttribute("form", new Form("", "", "POD_KILL", 500, 30, "ONE"));
		}
		return "service/chaos";
	}

	@PostMapping("/services/{service}/chaos")
	String create(Api api, Model model, @PathVariable String service, Form form) {
		Map<String, Object> fault = new LinkedHashMap<>();
		fault.put("type", form.fault());
		if ("LATENCY".equals(form.fault())) {
			fault.put("latencyMillis", form.latencyMillis());
		}
		ServiceFrame.trying(model,
				() -> api.post("/experiments",
						Map.of("name", form.name(), "service", service, "environment", form.environment(), "fault",
								fault, "pods", form.pods(), "durationSeconds", form.durationSeconds())));
		if (model.containsAttribute("problem")) {
			model.addAttribute("form", form);
			return list(api, model, service);
		}
		return "redirect:/services/" + service + "/chaos";
	}

	@PostMapping("/services/{service}/chaos/{id}/runs")
	String run(Api api, Model model, @PathVariable String service, @PathVariable String id) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> answer[0] = api.post("/experiments/{id}/runs", null, id));
		return (answer[0] != null)
				? "redirect:/services/" + service + "/chaos" + answer[0].location().replaceFirst("^/experiments", "")
				: list(api, model, service);
	}

	@GetMapping("/services/{service}/chaos/{id}/runs/{number}")
	String run(Api api, Model model, @PathVariable String service, @PathVariable String id, @PathVariable int number) {
		this.frame.open(api, model, service, "chaos");
		model.addAttribute("experiment", api.get(Experiment.class, "/experiments/{id}", id));
		model.addAttribute("run", api.get(Run.class, "/experiments/{id}/runs/{n}", id, number));
		return "service/run";
	}

	@PostMapping("/services/{service}/chaos/{id}/runs/{number}/abort")
	String abort(Api api, Model model, @PathVariable String service, @PathVariable String id,
			@PathVariable int number) {
		ServiceFrame.trying(model, () -> api.post("/experiments/{id}/runs/{n}/abort", null, id, number));
		return model.containsAttribute("problem") ? run(api, model, service, id, number)
				: "redirect:/services/" + service + "/chaos/" + id + "/runs/" + number;
	}

	@PostMapping("/services/{service}/chaos/switch")
	String halt(Api api, Model model, @PathVariable String service, @RequestParam boolean halt,
			@RequestParam(defaultValue = "") String reason) {
		ServiceFrame.trying(model, () -> api.post(halt ? "/chaos/halt" : "/chaos/release", Map.of("reason", reason)));
		return model.containsAttribute("problem") ? list(api, model, service)
				: "redirect:/services/" + service + "/chaos";
	}

	/** What a new experiment is asked for with. */
	record Form(@Nullable String name, @Nullable String environment, String fault, int latencyMillis,
			int durationSeconds, String pods) {
	}

	/** An experiment. */
	record Experiment(String id, String name, String service, String environment, Fault fault, @Nullable String pods,
			long durationSeconds, @Nullable Hypothesis hypothesis, @Nullable String createdBy,
			@Nullable Instant createdAt, @Nullable List<Run> runs) {

		public @Nullable Run last() {
			return (this.runs != null && !this.runs.isEmpty()) ? this.runs.get(0) : null;
		}

	}

	/** What is done to the service. */
	record Fault(String type, @Nullable Long latencyMillis) {

		public String title() {
			return "LATENCY".equals(this.type) ? this.latencyMillis + " ms latency" : "Pod kill";
		}

	}

	/** What should hold meanwhile. */
	record Hypothesis(@Nullable List<String> checks, long toleranceSeconds) {
	}

	/** A run. */
	record Run(String experiment, int number, @Nullable String status, boolean ended, @Nullable String verdict,
			@Nullable Boolean healthy, @Nullable List<String> reasons, @Nullable List<String> victims,
			@Nullable String startedBy, @Nullable Instant startedAt, @Nullable Instant faultEndsAt,
			@Nullable Instant updatedAt, @Nullable String trouble, @Nullable List<Line> history) {

		public @Nullable String shown() {
			return (this.verdict != null) ? this.verdict : this.status;
		}

	}

	/** The halt switch and what runs. */
	record Chaos(Halt halt, @Nullable List<Run> live) {
	}

	/** The halt switch. */
	record Halt(boolean on, @Nullable String reason, @Nullable String by, @Nullable Instant at) {
	}

}
