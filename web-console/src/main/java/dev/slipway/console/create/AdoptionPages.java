package dev.slipway.console.create;

import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import dev.slipway.console.api.Json;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Adopting a service that runs already: what was found, what would happen, and doing it.
 */
@Controller
class AdoptionPages {

	private static final String ADOPT = "/services/{s}/environments/{e}/adopt?team={t}";

	@GetMapping("/adopt")
	String choose(Api api, Model model, @RequestParam(name = "env", defaultValue = "") String wanted) {
		List<Environment> environments = api.items(Environment.class, "/environments");
		Environment chosen = environments.stream()
			.filter((one) -> one.name().equals(wanted))
			.findFirst()
			.orElseGet(() -> environments.isEmpty() ? new Environment("dev", "local") : environments.get(0));
		model.addAttribute("environments", environments);
		model.addAttribute("env", chosen.name());
		model.addAttribute("cluster", chosen.cluster());
		model.addAttribute("found", List.of());
		try {
			model.addAttribute("found", api.items(Found.class, "/environments/{e}/adoptable", chosen.name()));
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
		}
		return "create/adopt";
	}

	/** The API says what it would do without doing it. */
	@GetMapping("/adopt/{env}/{team}/{name}")
	String plan(Api api, Model model, @PathVariable String env, @PathVariable String team, @PathVariable String name) {
		model.addAttribute("env", env);
		model.addAttribute("team", team);
		model.addAttribute("name", name);
		try {
			model.addAttribute("plan",
					Json.as(Plan.class, api.post(ADOPT + "&dryRun=true", null, name, env, team).body()));
		}
		catch (ApiProblem problem) {
			if (!model.containsAttribute("problem")) {
				model.addAttribute("problem", problem);
			}
		}
		return "create/adoption";
	}

	@PostMapping("/adopt/{env}/{team}/{name}")
	String adopt(Api api, Model model, @PathVariable String env, @PathVariable String team, @PathVariable String name,
			@RequestParam(defaultValue = "false") boolean allowLiterals) {
		try {
			api.post(ADOPT + "&allowLiterals={l}", null, name, env, team, allowLiterals);
			return "redirect:/services/" + name;
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
			return plan(api, model, env, team, name);
		}
	}

	/** Where something may run. */
	record Environment(String name, @Nullable String cluster) {
	}

	/**
	 * A Deployment that Slipway did not create.
	 *
	 * @param known whether the catalog has a service of its name
	 * @param problem why it cannot be a service
	 * @param unfinished whether its adoption was begun and not finished
	 */
	record Found(String team, String namespace, String name, String image, int replicas, int readyReplicas,
			boolean known, @Nullable String problem, boolean unfinished) {
	}

	/**
	 * What would be done, what may cost requests later, what stands in the way, and where
	 * values look like credentials.
	 */
	record Plan(String image, int replicas, int readyReplicas, List<String> steps, List<String> warnings,
			List<String> obstacles, List<String> literals) {
	}

}
