package dev.slipway.console.services;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Views.Build;
import dev.slipway.console.services.Views.Tests;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Builds of a service: the list, and one with its stages and its live log. */
@Controller
class BuildPages {

	private final ServiceFrame frame;

	BuildPages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/builds")
	String list(Api api, Model model, @PathVariable String service,
			@RequestParam(required = false) @Nullable String cursor) {
		this.frame.open(api, model, service, "builds");
		JsonNode page = api.get("/services/{s}/builds?limit=25&cursor={c}", service,
				(cursor != null) ? cursor : String.valueOf(Integer.MAX_VALUE));
		model.addAttribute("builds", Json.items(Build.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		return "service/builds";
	}

	@PostMapping("/services/{service}/builds")
	String start(Api api, Model model, @PathVariable String service,
			@RequestParam(defaultValue = "main") String branch) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> answer[0] = api.post("/services/{s}/builds",
				java.util.Map.of("branch", branch.strip()), service));
		if (answer[0] != null) {
			return "redirect:" + answer[0].location();
		}
		return list(api, model, service, null);
	}

	@GetMapping("/services/{service}/builds/{number:\\d+}")
	String one(Api api, Model model, @PathVariable String service, @PathVariable int number) {
		this.frame.open(api, model, service, "builds");
		model.addAttribute("build", api.get(Build.class, "/services/{s}/builds/{n}", service, number));
		model.addAttribute("tests",
				api.find("/services/{s}/builds/{n}/tests", service, number)
					.map((tests) -> Json.as(Tests.class, tests))
					.orElse(null));
		return "service/build";
	}

	@PostMapping("/services/{service}/builds/{number:\\d+}/abort")
	String abort(Api api, Model model, @PathVariable String service, @PathVariable int number) {
		ServiceFrame.trying(model, () -> api.post("/services/{s}/builds/{n}/abort", null, service, number));
		return model.containsAttribute("problem") ? one(api, model, service, number)
				: "redirect:/services/" + service + "/builds/" + number;
	}

}
