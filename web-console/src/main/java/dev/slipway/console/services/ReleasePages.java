package dev.slipway.console.services;

import java.util.Map;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.Json;
import dev.slipway.console.services.Views.Place;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Releases of a service: the list by environment, and one with its history. */
@Controller
class ReleasePages {

	private final ServiceFrame frame;

	ReleasePages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping("/services/{service}/releases")
	String list(Api api, Model model, @PathVariable String service,
			@RequestParam(name = "env", required = false) @Nullable String wanted,
			@RequestParam(required = false) @Nullable String cursor) {
		this.frame.open(api, model, service, "releases");
		String env = this.frame.environment(api, model, wanted);
		JsonNode page = api.get("/services/{s}/environments/{e}/releases?limit=25&cursor={c}", service, env,
				(cursor != null) ? cursor : "999999999");
		model.addAttribute("releases", Json.items(Release.class, page));
		model.addAttribute("next", page.path("nextCursor").asString(""));
		return "service/releases";
	}

	@GetMapping("/services/{service}/environments/{env}/releases/{number:\\d+}")
	String one(Api api, Model model, @PathVariable String service, @PathVariable String env, @PathVariable int number) {
		this.frame.open(api, model, service, "releases");
		model.addAttribute("env", env);
		model.addAttribute("release",
				api.get(Release.class, "/services/{s}/environments/{e}/releases/{n}", service, env, number));
		ServiceFrame.trying(model, () -> model.addAttribute("place",
				api.get(Place.class, "/services/{s}/environments/{e}", service, env)));
		return "service/release";
	}

	@PostMapping("/services/{service}/environments/{env}/releases/{number:\\d+}/abort")
	String abort(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable int number) {
		ServiceFrame.trying(model,
				() -> api.post("/services/{s}/environments/{e}/releases/{n}/abort", null, service, env, number));
		return model.containsAttribute("problem") ? one(api, model, service, env, number)
				: "redirect:/services/" + service + "/environments/" + env + "/releases/" + number;
	}

	@PostMapping("/services/{service}/environments/{env}/rollback")
	String rollback(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@RequestParam int to) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model,
				() -> answer[0] = api.post("/services/{s}/environments/{e}/rollback", Map.of("to", to), service, env));
		return (answer[0] != null) ? "redirect:" + answer[0].location() : one(api, model, service, env, to);
	}

}
