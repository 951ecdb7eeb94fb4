package dev.slipway.console.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The environments and their clusters. */
@Controller
class EnvironmentPages {

	@GetMapping("/environments")
	String list(Api api, Model model) {
		List<Environment> environments = api.items(Environment.class, "/environments");
		model.addAttribute("environments", environments);
		Map<String, Freezes> freezes = new LinkedHashMap<>();
		environments.forEach((environment) -> freezes.put(environment.name(),
				api.get(Freezes.class, "/environments/{e}/freezes", environment.name())));
		model.addAttribute("freezes", freezes);
		model.addAttribute("kubeconfig", local(api));
		model.addAttribute("nothingFrozen", freezes.values().stream().allMatch(Freezes::none));
		return "environments";
	}

	/** Where the local cluster's kubeconfig is; null for who is not told. */
	private static @Nullable String local(Api api) {
		for (Cluster cluster : api.items(Cluster.class, "/clusters")) {
			if (cluster.name().equals("local")) {
				return cluster.reached();
			}
		}
		return null;
	}

	/** Times are those of the platform's zone. */
	@PostMapping("/environments/freezes")
	String freeze(Api api, Model model, @RequestParam String environment, @RequestParam String reason,
			@RequestParam(defaultValue = "") String from, @RequestParam(defaultValue = "") String to,
			@RequestParam(defaultValue = "false") boolean refuses) {
		return trying(api, model, () -> {
			Map<String, Object> body = new LinkedHashMap<>(Map.of("reason", reason, "refuses", refuses));
			if (!from.isEmpty()) {
				body.put("from", instant(from));
			}
			if (!to.isEmpty()) {
				body.put("to", instant(to));
			}
			api.post("/environments/{e}/freezes", body, environment);
		});
	}

	@PostMapping("/environments/{environment}/freezes/{id}/end")
	String end(Api api, Model model, @PathVariable String environment, @PathVariable long id) {
		return trying(api, model, () -> api.post("/environments/{e}/freezes/{id}/end", null, environment, id));
	}

	/** What the browser's field for times sends is left to the API if it is none. */
	private static String instant(String local) {
		try {
			return LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toInstant().toString();
		}
		catch (DateTimeException ex) {
			return local;
		}
	}

	private String trying(Api api, Model model, Runnable action) {
		try {
			action.run();
			return "redirect:/environments";
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
			return list(api, model);
		}
	}

	/** When nothing begins in an environment. */
	record Freezes(@Nullable Frozen frozen, List<Configured> configured, List<Made> made) {

		/** Whether there is nothing to show. */
		boolean none() {
			return this.frozen == null && this.configured.isEmpty() && open().isEmpty();
		}

		/** Those that hold or will. */
		public List<Made> open() {
			return this.made.stream().filter((freeze) -> !"ENDED".equals(freeze.state())).toList();
		}

	}

	/** It is frozen now. */
	record Frozen(String text, boolean refuses) {
	}

	/** A freeze of the settings. */
	record Configured(String from, @Nullable String to, String zone, String reason, boolean refuses) {
	}

	/** A freeze that an operator made. */
	record Made(long id, String state, @Nullable Instant from, @Nullable Instant to, String reason, boolean refuses,
			String madeBy) {
	}

	/** A cluster, and by which file it is reached. */
	record Cluster(String name, @Nullable String reached) {
	}

	/** An environment. */
	record Environment(String name, @Nullable String cluster, @Nullable Health health) {
	}

	/** Whether its cluster answers, what it says, and since when it does not. */
	record Health(boolean up, @Nullable String detail, @Nullable Instant since) {
	}

}
