package dev.slipway.console.platform;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** PromQL as operators write it. To others the API says that it is not for them. */
@Controller
class ExpressionPages {

	@GetMapping("/promql")
	String ask(Api api, Model model, @RequestParam(defaultValue = "") String query,
			@RequestParam(defaultValue = "") String team) {
		model.addAttribute("query", query);
		model.addAttribute("team", team);
		if (!query.isBlank()) {
			try {
				model.addAttribute("values", api.items(Value.class, "/metrics/query?query={q}&team={t}", query, team));
			}
			catch (ApiProblem problem) {
				if (problem.status() == 401) {
					throw problem;
				}
				model.addAttribute("problem", problem);
			}
		}
		return "promql";
	}

	/** A value of a series. */
	record Value(Map<String, String> labels, String value) {

		/** As PromQL writes it. */
		public String name() {
			Map<String, String> rest = new TreeMap<>(this.labels);
			String metric = rest.remove("__name__");
			return ((metric != null) ? metric : "") + rest.entrySet()
				.stream()
				.map((label) -> label.getKey() + "=\"" + label.getValue() + "\"")
				.collect(Collectors.joining(",", "{", "}"));
		}

	}

}
