package dev.slipway.console.services;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What somebody else changed of a release, and what to do about it. */
@Controller
@RequestMapping("/services/{service}/environments/{env}/drift")
class DriftPages {

	private static final String DRIFT = "/services/{s}/environments/{e}/drift";

	private final ServiceFrame frame;

	DriftPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping
	String look(Api api, Model model, @PathVariable String service, @PathVariable String env) {
		this.frame.open(api, model, service, "overview");
		model.addAttribute("env", env);
		model.addAttribute("policies", Choice.ALL);
		model.addAttribute("drift", api.get(Report.class, DRIFT, service, env));
		return "service/drift";
	}

	@PostMapping("/{answer:restore|adopt}")
	String answer(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable String answer) {
		Api.Answer[] said = new Api.Answer[1];
		ServiceFrame.trying(model, () -> said[0] = api.post(DRIFT + "/" + answer, null, service, env));
		if (said[0] == null) {
			return look(api, model, service, env);
		}
		return "redirect:" + (said[0].location().isEmpty() ? "/services/" + service + "/environments/" + env + "/drift"
				: said[0].location());
	}

	@PostMapping("/policy")
	String policy(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@RequestParam String policy) {
		ServiceFrame.trying(model, () -> api.put(DRIFT, Map.of("policy", policy), "*", service, env));
		return model.containsAttribute("problem") ? look(api, model, service, env)
				: "redirect:/services/" + service + "/environments/" + env + "/drift";
	}

	/**
	 * What differs now.
	 *
	 * @param policy what is done about it by itself
	 */
	record Report(String policy, List<Item> items) {

		/** What is done by itself, as a sentence. */
		public String does() {
			return switch (this.policy) {
				case "RESTORE" -> "Slipway puts it back by itself.";
				case "ADOPT" -> "Slipway makes a release of it by itself.";
				default -> "It is only shown: you decide what becomes of it.";
			};
		}

		/** What differs of each object, by its kind and name. */
		public Map<String, List<Item>> objects() {
			return this.items.stream()
				.collect(Collectors.groupingBy((item) -> item.kind() + " " + item.name(), LinkedHashMap::new,
						Collectors.toList()));
		}

	}

	/** What can be done by itself. */
	record Choice(String name, String title, String does) {

		static final List<Choice> ALL = List.of(
				new Choice("SHOW", "Show it", "You decide each time: put it back, or adopt it."),
				new Choice("RESTORE", "Put it back",
						"What the release says is written again, within a minute. A fix by hand does not last."),
				new Choice("ADOPT", "Adopt it",
						"What was changed becomes a release, under the environment's rules. A fix by hand stays."));

	}

	/** A field that differs. */
	record Item(int release, String kind, String name, String path, @Nullable String wanted, @Nullable String found,
			@Nullable String changedBy, @Nullable Instant changedAt, @Nullable Instant seenAt) {
	}

}
